# The style and the script of the HTML report as string literals, each with its SHA-256 in base64, as a
# Content-Security-Policy wants it.

# base64 of bytes given in hexadecimal.
function(invitectl_base64 hex result)
    set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    set(text "")
    string(LENGTH "${hex}" length)
    set(at 0)
    while(at LESS length)
        string(SUBSTRING "${hex}" ${at} 6 chunk)
        string(LENGTH "${chunk}" digits)
        string(SUBSTRING "${chunk}00000" 0 6 padded)
        math(EXPR value "0x${padded}")
        set(letters "")
        foreach(shift 18 12 6 0)
            math(EXPR index "(${value} >> ${shift}) & 63")
            string(SUBSTRING "${alphabet}" ${index} 1 letter)
            string(APPEND letters "${letter}")
        endforeach()
        math(EXPR kept "${digits} / 2 + 1")
        string(SUBSTRING "${letters}" 0 ${kept} letters)
        string(APPEND text "${letters}")
        math(EXPR at "${at} + 6")
    endwhile()
    string(LENGTH "${text}" written)
    math(EXPR missing "(4 - ${written} % 4) % 4")
    string(SUBSTRING "===" 0 ${missing} tail)
    set(${result} "${text}${tail}" PARENT_SCOPE)
endfunction()

function(invitectl_page_assets folder output)
    foreach(kind css js)
        set(source "${folder}/page.${kind}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
        file(READ "${source}" PAGE_${kind})
        string(SHA256 hex "${PAGE_${kind}}")
        invitectl_base64("${hex}" PAGE_${kind}_hash)
    endforeach()
    file(CONFIGURE OUTPUT "${output}" CONTENT [[
#pragma once
#include <string_view>
namespace invitectl::render {
inline constexpr std::string_view kPageStyle = R"page(@PAGE_css@)page";
inline constexpr std::string_view kPageStyleHash = "sha256-@PAGE_css_hash@";
inline constexpr std::string_view kPageScript = R"page(@PAGE_js@)page";
inline constexpr std::string_view kPageScriptHash = "sha256-@PAGE_js_hash@";
}  // namespace invitectl::render
]] @ONLY)
endfunction()
