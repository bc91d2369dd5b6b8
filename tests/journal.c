/* What happens, in order. */
#include "tests/journal.h"

#include "sim/failure.h"

#include <stdio.h>
#include <stdlib.h>

struct ears {
    struct journal *journal;
    struct world *world;
    struct listener written;
    struct listener machine_changed;
};

static void add(struct ears *ears, int kind, uint64_t object)
{
    struct journal *journal = ears->journal;

    if (journal->count == journal->capacity) {
        journal->capacity =
            journal->capacity == 0 ? 1024 : journal->capacity * 2;
        journal->entries =
            realloc(journal->entries, sizeof(struct entry) * journal->capacity);
        if (journal->entries == NULL)
            machine_failed("no memory for a journal");
    }
    journal->entries[journal->count++] =
        (struct entry){ears->world->sim->now, kind, object};
}

static void written(void *context, void *subject, struct cause cause)
{
    const struct change *change = subject;
    uint64_t identity;

    (void)cause;
    if (change->kind >= OWNER_CREATED)
        identity = ((const struct owner *)change->object)->identity;
    else if (change->kind >= NODE_LEASED && change->kind <= NODE_UNTAINTED)
        identity = ((const struct node *)change->object)->identity;
    else
        identity = ((const struct pod *)change->object)->identity;
    add(context, (int)change->kind, identity);
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    const struct machine *machine = subject;

    (void)cause;
    add(context, machine_up(machine) ? MACHINE_UP : MACHINE_DOWN,
        machine->identity);
}

void journal_open(struct journal *journal, struct world *world)
{
    struct cluster *cluster = &world->cluster;
    struct ears *ears = ARENA_NEW(world->sim->arena, struct ears);

    *journal = (struct journal){.entries = NULL};
    ears->journal = journal;
    ears->world = world;
    ears->written = (struct listener){written, ears, NULL};
    ears->machine_changed = (struct listener){machine_changed, ears, NULL};
    hook_listen(cluster->api->written, &ears->written);
    hook_listen(&cluster->infrastructure->machine_changed,
                &ears->machine_changed);
}

void journal_close(struct journal *journal)
{
    free(journal->entries);
}

static bool same(const struct entry *a, const struct entry *b)
{
    return a->at == b->at && a->kind == b->kind && a->object == b->object;
}

static void show(const struct journal *journal, size_t i)
{
    if (i < journal->count)
        printf("[%zu: %.6f s, kind %d, object %llx] ", i,
               time_seconds(journal->entries[i].at), journal->entries[i].kind,
               (unsigned long long)journal->entries[i].object);
}

bool journal_same(const struct journal *a, const struct journal *b)
{
    size_t i = 0;

    while (i < a->count && i < b->count && same(&a->entries[i], &b->entries[i]))
        i++;
    if (i == a->count && i == b->count)
        return true;
    printf("they differ: ");
    show(a, i);
    show(b, i);
    return false;
}

static uint64_t mix(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 32;
}

uint64_t journal_hash(const struct journal *journal, size_t from)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (size_t i = from; i < journal->count; i++) {
        hash = mix(hash, (uint64_t)journal->entries[i].at);
        hash = mix(hash, (uint64_t)journal->entries[i].kind);
        hash = mix(hash, journal->entries[i].object);
    }
    return hash;
}
