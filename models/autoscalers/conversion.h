/*
 * Numbers as the autoscaler has them: sums wrap around, and a number that does
 * not fit an integer becomes the least one, as Go compiles it for amd64; so
 * that where an overflow misleads Kubernetes it misleads the model as well.
 */
#ifndef MODELS_AUTOSCALERS_CONVERSION_H
#define MODELS_AUTOSCALERS_CONVERSION_H

#include <stdint.h>

static inline int32_t whole_32(double number)
{
    return number > -2147483649.0 && number < 2147483648.0 ? (int32_t)number
                                                           : INT32_MIN;
}

static inline int64_t whole_64(double number)
{
    return number >= -0x1p63 && number < 0x1p63 ? (int64_t)number : INT64_MIN;
}

static inline int32_t sum_32(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int32_t difference_32(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a - (uint32_t)b);
}

static inline int64_t sum_64(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline int64_t product_64(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

/* b is not 0. */
static inline int64_t quotient_64(int64_t a, int64_t b)
{
    return b == -1 ? (int64_t) - (uint64_t)a : a / b;
}

#endif
