#include "news/password.h"

#include "text/unicode.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>

enum {
    AT_ONCE = 2,
    WAIT_S = 5,
    OWN_CHARS_MIN = 6,  // what must be left without the words that anybody would try
    DIFFERENT_MIN = 5,  // letters that differ
    KNOWN_WORD_MIN = 4, // shorter parts of a name are in many words
    BYTES_MAX = 4096,
};

// ── what may be one ───────────────────────────────────────────────────────────────────────────

// What the commonest passwords are made of, longest first; folded as text_fold does.
static const struct str common[] = {
    S("correcthorsebatterystaple"),
    S("administrator"),
    S("administrador"),
    S("1q2w3e4r5t6y"),
    S("changeme"),
    S("0123456789"),
    S("1234567890"),
    S("9876543210"),
    S("qwertyuiop"),
    S("contraseña"),
    S("contrasena"),
    S("abcdefghij"),
    S("asdfghjkl"),
    S("letmein"),
    S("trustno1"),
    S("iloveyou"),
    S("princess"),
    S("football"),
    S("baseball"),
    S("password"),
    S("passw0rd"),
    S("p@ssword"),
    S("p@ssw0rd"),
    S("passwort"),
    S("sunshine"),
    S("superman"),
    S("starwars"),
    S("whatever"),
    S("12345678"),
    S("87654321"),
    S("11111111"),
    S("00000000"),
    S("1q2w3e4r"),
    S("1qaz2wsx"),
    S("abcdefgh"),
    S("stoppress"),
    S("newsroom"),
    S("newspaper"),
    S("redaccion"),
    S("breaking"),
    S("bienvenido"),
    S("welcome"),
    S("dragon"),
    S("monkey"),
    S("master"),
    S("shadow"),
    S("secret"),
    S("123456"),
    S("654321"),
    S("qwerty"),
    S("azerty"),
    S("asdfgh"),
    S("zxcvbn"),
    S("abc123"),
    S("admin"),
    S("hello"),
    S("12345"),
    S("كلمة المرور"),
    S("كلمة السر"),
};

static struct str without(struct arena *mem, struct str text, struct str word)
{
    struct buf b;
    buf_start(&b, mem, text.len + 1);
    for (ptrdiff_t at; word.len && (at = str_find(text, word)) >= 0;) {
        buf_add(&b, str_from_to(text, 0, (size_t)at));
        text = str_after(text, (size_t)at + word.len);
    }
    buf_add(&b, text);
    return buf_str(&b);
}

static bool is_part_end(char c)
{
    return c == ' ' || c == '@' || c == '.' || c == '-' || c == '_' || c == '+';
}

// The whole of it, and its parts: "sara.ruiz@example.org" has four.
static struct str without_known(struct arena *mem, struct str text, struct str known)
{
    struct str folded = text_fold(mem, known);
    size_t start = 0;
    text = without(mem, text, folded);
    for (size_t i = 0; i <= folded.len; i++) {
        if (i < folded.len && !is_part_end(folded.at[i]))
            continue;
        if (i - start >= KNOWN_WORD_MIN)
            text = without(mem, text, str_from_to(folded, start, i));
        start = i + 1;
    }
    return text;
}

static size_t count_different(struct str s)
{
    bool seen[256] = {false};
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += !seen[(unsigned char)s.at[i]];
        seen[(unsigned char)s.at[i]] = true;
    }
    return count;
}

static bool is_easy(struct arena *mem, struct str password, const struct str *known, size_t count)
{
    struct str left = text_fold(mem, password);
    if (count_different(left) < DIFFERENT_MIN)
        return true;
    for (size_t i = 0; i < count; i++)
        left = without_known(mem, left, known[i]);
    for (size_t i = 0; i < ARRAY_LEN(common); i++)
        left = without(mem, left, common[i]);
    return text_graphemes(left) < OWN_CHARS_MIN;
}

bool password_check(struct job *job, struct str given, const struct str *known, size_t known_count)
{
    if (given.len > BYTES_MAX || !is_utf8_text(given))
        return job_fail_field(job, "password", "is too long: at most %d characters",
                              PASSWORD_CHARS_MAX);
    struct str password = text_compatible(&job->mem, given);
    size_t characters = text_graphemes(password);
    if (characters < PASSWORD_CHARS_MIN)
        return job_fail_field(job, "password", "is too short: at least %d characters",
                              PASSWORD_CHARS_MIN);
    if (characters > PASSWORD_CHARS_MAX)
        return job_fail_field(job, "password", "is too long: at most %d characters",
                              PASSWORD_CHARS_MAX);
    if (is_easy(&job->mem, password, known, known_count))
        return job_fail_field(job, "password",
                              "is too easy to guess: it is made of what everybody tries first, or "
                              "of names known here; a few words of your own are good");
    return true;
}

// ── hashing ───────────────────────────────────────────────────────────────────────────────────

static struct {
    pthread_once_t once;
    sem_t free_places;
    char nobodys[crypto_pwhash_STRBYTES]; // a hash that no password has
} hashing = {.once = PTHREAD_ONCE_INIT};

static void prepare(void)
{
    char made_up[32];
    random_bytes(made_up, sizeof(made_up));
    sem_init(&hashing.free_places, 0, AT_ONCE);
    if (crypto_pwhash_str(hashing.nobodys, made_up, sizeof(made_up),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        abort(); // 64 MiB are not there: nobody could sign in
}

static bool take_place(struct job *job)
{
    struct timespec until;
    pthread_once(&hashing.once, prepare);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    while (sem_timedwait(&hashing.free_places, &until) != 0) {
        if (errno != EINTR)
            return job_fail(job, FAULT_UNAVAILABLE,
                            "too many sign in at this moment; try again in a few seconds");
    }
    return true;
}

bool password_hash(struct job *job, struct str given, struct str *out)
{
    char hash[crypto_pwhash_STRBYTES];
    struct str password = text_compatible(&job->mem, given);
    if (!take_place(job))
        return false;
    int failed =
        crypto_pwhash_str(hash, str_c(&job->mem, password), password.len,
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    sem_post(&hashing.free_places);
    if (failed)
        return job_fail(job, FAULT_UNAVAILABLE, "there is no memory for this now; try again");
    *out = str_copy(&job->mem, str_from(hash));
    return true;
}

bool password_is(struct job *job, struct str given, struct str hash, bool *is_right, bool *is_old)
{
    bool fits = given.len <= BYTES_MAX && is_utf8_text(given);
    struct str password = fits ? text_compatible(&job->mem, given) : S("");
    if (!take_place(job))
        return false;
    const char *is = hash.len ? str_c(&job->mem, hash) : hashing.nobodys;
    int differs = crypto_pwhash_str_verify(is, str_c(&job->mem, password), password.len);
    sem_post(&hashing.free_places);
    *is_right = hash.len && fits && differs == 0;
    *is_old = hash.len && crypto_pwhash_str_needs_rehash(is, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                         crypto_pwhash_MEMLIMIT_INTERACTIVE) == 1;
    return true;
}
