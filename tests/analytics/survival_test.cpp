// The survival curve against published estimates, and against Kaplan and Meier where nothing is
// vague.
#include "invitectl/analytics/survival.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace invitectl::analytics {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<Stay> stays(std::initializer_list<std::pair<double, double>> intervals) {
    std::vector<Stay> all;
    for (const auto& [after, by] : intervals) {
        all.push_back({after, by, 1});
    }
    return all;
}

// Months until the breast retracts after radiotherapy alone, and after radiotherapy with
// chemotherapy: D. M. Finkelstein and R. A. Wolfe, A semiparametric model for regression analysis
// of interval-censored failure time data, Biometrics 41 (1985).
std::vector<Stay> radiotherapy() {
    return stays({{45, kInf}, {6, 10},    {0, 7},     {46, kInf}, {46, kInf}, {7, 16},
                  {17, kInf}, {7, 14},    {37, 44},   {0, 8},     {4, 11},    {15, kInf},
                  {11, 15},   {22, kInf}, {46, kInf}, {46, kInf}, {25, 37},   {46, kInf},
                  {26, 40},   {46, kInf}, {27, 34},   {36, 44},   {46, kInf}, {36, 48},
                  {37, kInf}, {40, kInf}, {17, 25},   {46, kInf}, {11, 18},   {38, kInf},
                  {5, 12},    {37, kInf}, {0, 5},     {18, kInf}, {24, kInf}, {36, kInf},
                  {5, 11},    {19, 35},   {17, 25},   {24, kInf}, {32, kInf}, {33, kInf},
                  {19, 26},   {37, kInf}, {34, kInf}, {36, kInf}});
}
std::vector<Stay> with_chemotherapy() {
    return stays({{8, 12},    {0, 22},  {24, 31},   {17, 27},   {17, 23},   {24, 30},   {16, 24},
                  {13, kInf}, {11, 13}, {16, 20},   {18, 25},   {17, 26},   {32, kInf}, {23, kInf},
                  {44, 48},   {14, 17}, {0, 5},     {5, 8},     {12, 20},   {11, kInf}, {33, 40},
                  {31, kInf}, {13, 39}, {19, 32},   {34, kInf}, {13, kInf}, {16, 24},   {35, kInf},
                  {15, 22},   {11, 17}, {22, 32},   {10, 35},   {30, 34},   {13, kInf}, {10, 17},
                  {8, 21},    {4, 9},   {11, kInf}, {14, 19},   {4, 8},     {34, kInf}, {30, 36},
                  {18, 24},   {16, 60}, {35, 39},   {21, kInf}, {11, 20},   {48, kInf}});
}

void expect_masses(const SurvivalCurve& curve, const std::vector<LeaveMass>& published) {
    ASSERT_EQ(curve.masses().size(), published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        EXPECT_EQ(curve.masses()[i].after, published[i].after) << i;
        EXPECT_EQ(curve.masses()[i].by, published[i].by) << i;
        EXPECT_NEAR(curve.masses()[i].mass, published[i].mass, 0.00006) << i;
    }
}

// The estimates: M. P. Fay and P. A. Shaw, Exact and asymptotic weighted logrank tests for interval
// censored data: the interval R package, J. Statist. Softw. 36 (2010).
TEST(Survival, agrees_with_the_published_estimate_for_radiotherapy) {
    expect_masses(SurvivalCurve(radiotherapy()),
                  {{4, 5, 0.0463},
                   {6, 7, 0.0334},
                   {7, 8, 0.0887},
                   {11, 12, 0.0708},
                   {24, 25, 0.0926},
                   {33, 34, 0.0818},
                   {38, 40, 0.1209},
                   {46, 48, 0.4656}});
}

TEST(Survival, agrees_with_the_published_estimate_with_chemotherapy) {
    expect_masses(SurvivalCurve(with_chemotherapy()),
                  {{4, 5, 0.0433},
                   {5, 8, 0.0433},
                   {11, 12, 0.0692},
                   {16, 17, 0.1454},
                   {18, 19, 0.1411},
                   {19, 20, 0.1157},
                   {24, 25, 0.0999},
                   {30, 31, 0.0709},
                   {35, 36, 0.1608},
                   {44, 48, 0.0552},
                   {48, 60, 0.0552}});
}

Stay left_at(double t) {
    return {std::nextafter(t, 0.0), t, 1};
}
Stay still_there(double t) {
    return {t, kInf, 1};
}

TEST(Survival, is_that_of_kaplan_and_meier_where_leaves_are_exact) {
    // At risk: 6 at 1, 4 at 3, 2 at 5.
    const SurvivalCurve curve(std::vector<Stay>{
        left_at(1), still_there(2), left_at(3), still_there(4), left_at(5), still_there(6)});
    const double after_1 = 5.0 / 6;
    const double after_3 = after_1 * 3 / 4;
    const double after_5 = after_3 * 1 / 2;
    EXPECT_NEAR(curve.at(0.5)->share, 1, 1e-9);
    EXPECT_NEAR(curve.at(1)->share, after_1, 1e-7);
    EXPECT_NEAR(curve.at(3)->share, after_3, 1e-7);
    EXPECT_NEAR(curve.at(5)->share, after_5, 1e-7);
    EXPECT_FALSE(curve.at(6.5)) << "nobody was seen that long";
    // Greenwood: the variance of log(-log S) sums d / (n (n - d)) of the leaves so far.
    const double greenwood = 1.0 / (6 * 5) + 1.0 / (4 * 3);
    const double reach = 1.959963984540054 * std::sqrt(greenwood) / std::abs(std::log(after_3));
    EXPECT_NEAR(*curve.at(3)->low, std::pow(after_3, std::exp(reach)), 1e-5);
    EXPECT_NEAR(*curve.at(3)->high, std::pow(after_3, std::exp(-reach)), 1e-5);
}

TEST(Survival, weights_count_as_so_many_stays) {
    std::vector<Stay> repeated;
    for (int i = 0; i < 3; ++i) {
        repeated.push_back(left_at(2));
    }
    repeated.push_back(still_there(5));
    const SurvivalCurve once(repeated);
    const SurvivalCurve weighed(
        std::vector<Stay>{{left_at(2).after, 2, 3}, {5, kInf, 0.25}, {5, kInf, 0.75}});
    EXPECT_NEAR(once.at(3)->share, 0.25, 1e-9);
    EXPECT_NEAR(weighed.at(3)->share, 0.25, 1e-9);
    EXPECT_NEAR(*once.at(3)->low, *weighed.at(3)->low, 1e-9);
}

TEST(Survival, edges) {
    EXPECT_FALSE(SurvivalCurve({}).at(1));
    const SurvivalCurve nobody_left(std::vector<Stay>{still_there(3), still_there(7)});
    EXPECT_EQ(nobody_left.at(7)->share, 1);
    EXPECT_FALSE(nobody_left.at(8));
    const SurvivalCurve all_left(std::vector<Stay>{{0, 4, 1}});
    EXPECT_EQ(all_left.at(1)->share, 0.75) << "evenly inside an interval";
    EXPECT_EQ(all_left.at(4)->share, 0);
    EXPECT_EQ(all_left.at(9)->share, 0);
}

}  // namespace
}  // namespace invitectl::analytics
