// How far a share can be trusted.
#pragma once

namespace invitectl::analytics {

struct Interval {
    double low = 0;
    double high = 1;
};

// Wilson's 95 % score interval for `successes` of `trials` (which may be fractional, where joins
// are weighed by probability). Without trials it is 0 to 1. Unlike the textbook interval it stays
// inside 0..1 and is honest for small numbers.
// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA
// 22 (1927).
Interval wilson(double successes, double trials);

}  // namespace invitectl::analytics
