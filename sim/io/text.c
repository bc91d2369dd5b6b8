/* What is read becomes clean UTF-8 that libyaml accepts, places kept. */
#include "sim/io/text.h"

#include <ctype.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sim/failure.h"

enum { LONG_KEY = 1000 }; /* bytes; libyaml looks 1024 ahead for the colon */

/* The length of the character at p in bytes, or 0 if it is not UTF-8. */
static size_t decode(const char *p, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned first = (unsigned char)*p;
    size_t n = first < 0x80         ? 1
               : first >> 5 == 0x6  ? 2
               : first >> 4 == 0xe  ? 3
               : first >> 3 == 0x1e ? 4
                                    : 0;

    if (n == 0 || n > left)
        return 0;
    *code = n == 1 ? first : first & 0x7fu >> n;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (p[i] & 0x3f);
    }
    if (*code < least[n] || *code > 0x10ffff || *code >> 11 == 0x1b)
        return 0;
    return n;
}

static bool is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
           (code >= 0x7f && code < 0xa0 && code != 0x85) ||
           (code | 1) == 0xffff;
}

/* Where UTF-16 is at fault stands a byte that no UTF-8 has. */
static void read_utf16(struct text *source, const char *text, size_t length)
{
    size_t room = length * 2;
    char *from = (char *)text, *to = arena_allocate(source->arena, room + 2);
    iconv_t conversion = iconv_open("UTF-8", "UTF-16");

    if (conversion == (iconv_t)-1)
        machine_failed("this system's iconv cannot read UTF-16");
    source->start = to;
    if (iconv(conversion, &from, &length, &to, &room) == (size_t)-1)
        *to++ = '\xff';
    iconv_close(conversion);
    source->length = (size_t)(to - source->start);
}

const char *text_character(const struct text *source, size_t character)
{
    const char *p = source->start, *end = p + source->length;

    for (; p < end; p++)
        if ((*p & 0xc0) != 0x80 && character-- == 0)
            break;
    return p;
}

const char *text_line(const struct text *source, const char *p)
{
    while (p > source->start && p[-1] != '\n')
        p--;
    return p;
}

struct place text_place(const struct text *source, const char *p)
{
    struct place place = {source->file, 1, 1};

    for (const char *c = source->start; c < p; c++) {
        if (*c == '\n' || (*c == '\r' && c[1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if ((*c & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static bool check_text(const struct text *source, const char *encoding,
                       struct errors *errors)
{
    const char *bad = NULL, *end = source->start + source->length, *message;
    uint32_t code = 0, control = 0;
    size_t controls = 0, n;

    for (const char *p = source->start; p < end; p += n == 0 ? 1 : n) {
        n = decode(p, (size_t)(end - p), &code);
        if (n != 0 && !is_control(code))
            continue;
        controls += n != 0;
        if (bad == NULL) {
            bad = p;
            control = n != 0 ? code : UINT32_MAX;
        }
    }
    if (bad == NULL)
        return true;
    if (controls > 2 && controls > source->length / 20)
        message = "not text";
    else if (control == UINT32_MAX)
        message = arena_format(source->arena, "not %s", encoding);
    else
        message = arena_format(source->arena, "control character U+%04X",
                               (unsigned)control);
    error_at(errors, text_place(source, bad), "%s", message);
    return false;
}

/* After the closing quote; where it is missing, the end of the line. */
static size_t string_end(const char *text, size_t i)
{
    for (i++; text[i] != '\0' && text[i] != '\n'; i++) {
        if (text[i] == '"')
            return i + 1;
        if (text[i] == '\\' && text[i + 1] != '\0')
            i++;
    }
    return i;
}

/* Reads \uXXXX, whose upper six bits must be `upper`. */
static bool read_surrogate(const char *text, uint32_t upper, uint32_t *bits)
{
    uint32_t code = 0;

    if (text[0] != '\\' || text[1] != 'u')
        return false;
    for (int i = 2; i < 6; i++) {
        int c = tolower((unsigned char)text[i]);

        if (!isxdigit(c))
            return false;
        code = code << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    *bits = code & 0x3ff;
    return code >> 10 == upper;
}

/* What a pair saves is made up for by blanks after the string, so that all
 * places stay true. */
static char *copy_string(char *to, const char *from, const char *end)
{
    uint32_t high, low;
    int saved = 0;

    while (from < end) {
        if (read_surrogate(from, 0x36, &high) &&
            read_surrogate(from + 6, 0x37, &low)) {
            to += sprintf(to, "\\U%08X", 0x10000u + (high << 10 | low));
            from += 12;
            saved += 2;
            continue;
        }
        if (*from == '\\' && from + 1 < end)
            *to++ = *from++;
        *to++ = *from++;
    }
    while (saved-- > 0)
        *to++ = ' ';
    return to;
}

/* JSON has what libyaml refuses: surrogate pairs, which become \UXXXXXXXX, and
 * long keys, which become explicit ones. */
static void rewrite_json(struct text *source)
{
    const char *text = source->start;
    char *to = arena_allocate(
        source->arena, source->length + source->length / LONG_KEY * 2 + 1);

    source->start = to;
    for (size_t i = 0, end; i < source->length; i = end) {
        end = i + 1;
        if (text[i] != '"') {
            *to++ = text[i];
            continue;
        }
        end = string_end(text, i);
        if (end - i > LONG_KEY &&
            text[end + strspn(text + end, " \t\r\n")] == ':') {
            *to++ = '?';
            *to++ = ' ';
        }
        to = copy_string(to, text + i, text + end);
    }
    source->length = (size_t)(to - source->start);
}

bool text_open(struct text *source, struct arena *arena, const char *file,
               const char *text, size_t length, struct errors *errors)
{
    const char *encoding = "UTF-8";

    *source = (struct text){.arena = arena, .file = file};
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 ||
                        memcmp(text, "\xfe\xff", 2) == 0)) {
        encoding = "UTF-16";
        read_utf16(source, text, length);
    } else {
        size_t mark =
            length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

        source->length = length - mark;
        source->start = arena_allocate(source->arena, source->length + 1);
        memcpy(source->start, text + mark, source->length);
    }
    if (!check_text(source, encoding, errors))
        return false;
    text = source->start + strspn(source->start, " \t\r\n");
    if (*text == '{' || *text == '[')
        rewrite_json(source);
    return true;
}
