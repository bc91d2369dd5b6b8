/*
 * Memory that nobody may touch, under the address sanitizer. Anywhere else
 * POISON_IS_KEPT is 0 and nothing is poisoned.
 */
#ifndef SIM_POISON_H
#define SIM_POISON_H

#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISON_IS_KEPT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISON_IS_KEPT 1
#endif
#endif
#ifndef POISON_IS_KEPT
#define POISON_IS_KEPT 0
#endif

#if POISON_IS_KEPT
#include <sanitizer/asan_interface.h>
#define MEMORY_POISON(address, bytes) ASAN_POISON_MEMORY_REGION(address, bytes)
#define MEMORY_UNPOISON(address, bytes)                                        \
    ASAN_UNPOISON_MEMORY_REGION(address, bytes)
#define MEMORY_IS_POISONED(address) (__asan_address_is_poisoned(address) != 0)
#else
#define MEMORY_POISON(address, bytes) ((void)0)
#define MEMORY_UNPOISON(address, bytes) ((void)0)
#define MEMORY_IS_POISONED(address) false
#endif

#endif
