/*
 * A token bucket, as client-go's flow control has it: `rate` tokens a second,
 * at most `burst` kept.
 */
#ifndef MODELS_API_BUCKET_H
#define MODELS_API_BUCKET_H

#include "sim/time.h"

struct bucket {
    double rate; /* tokens per second; 0: none are given */
    double burst;
    double tokens;
    sim_time at; /* when `tokens` was right */
};

static inline void bucket_open(struct bucket *bucket, double rate, double burst,
                               sim_time now)
{
    *bucket = (struct bucket){rate, burst, burst, now};
}

static inline void bucket_fill(struct bucket *bucket, sim_time now)
{
    bucket->tokens += bucket->rate * time_seconds(now - bucket->at);
    if (bucket->tokens > bucket->burst)
        bucket->tokens = bucket->burst;
    bucket->at = now;
}

/* When a token will be there: now, later, or NEVER. */
static inline sim_time bucket_ready(struct bucket *bucket, sim_time now)
{
    bucket_fill(bucket, now);
    if (bucket->rate <= 0)
        return NEVER;
    if (bucket->tokens >= 1 - 1e-9)
        return now;
    return time_after(
        now, 1 + time_from_seconds((1 - bucket->tokens) / bucket->rate));
}

/* Takes the token that bucket_ready() said is there. */
static inline void bucket_take(struct bucket *bucket, sim_time now)
{
    bucket_fill(bucket, now);
    bucket->tokens -= 1;
}

/* Takes a token that will be there in its turn, after those which others wait
 * for: when. (golang.org/x/time/rate, Wait) */
static inline sim_time bucket_reserve(struct bucket *bucket, sim_time now)
{
    bucket_fill(bucket, now);
    bucket->tokens -= 1;
    if (bucket->tokens >= -1e-9)
        return now;
    return time_after(now,
                      1 + time_from_seconds(-bucket->tokens / bucket->rate));
}

/* A new limiter takes the old one's place: full, or empty where the old one had
 * no token to give. (RateLimitedTimedQueue.SwapLimiter) */
static inline void bucket_set_rate(struct bucket *bucket, double rate,
                                   sim_time now)
{
    double tokens = bucket_ready(bucket, now) == now ? bucket->burst : 0;

    *bucket = (struct bucket){rate, bucket->burst, tokens, now};
}

#endif
