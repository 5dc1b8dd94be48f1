// Worker threads with one bounded queue. A request waits here with its connection suspended.
#include "http/internal.h"

static struct http_request *take(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    // A promise made before the lane closed is still kept.
    while (!lane->first && !(lane->is_closing && lane->promised == 0))
        pthread_cond_wait(&lane->filled, &lane->lock);
    struct http_request *request = lane->first;
    if (request) {
        lane->first = request->next;
        if (!lane->first)
            lane->last = NULL;
        request->next = NULL;
        lane->waiting--;
    }
    pthread_mutex_unlock(&lane->lock);
    return request;
}

static bool is_closing(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    bool closing = lane->is_closing;
    pthread_mutex_unlock(&lane->lock);
    return closing;
}

static void work(struct lane *lane, struct http_request *request)
{
    http_handler *handle = request->later;
    request->later = NULL;
    if (is_closing(lane))
        request_refuse(request, 503, "the server is stopping; try again in a moment");
    else if (clock_unix_ms() > request->deadline_ms)
        request_refuse(request, 503, "it took too long to get to this; try again in a moment");
    else
        request_run(request, handle);
    if (request->later) { // on to another lane
        struct lane *next = &request->http->lanes[request->lane];
        assert(request->lane != HTTP_NOW);
        if (lane_promise(next)) {
            lane_push(next, request);
            return;
        }
        request->later = NULL;
        atomic_fetch_add(&request->http->shed, 1);
        request_refuse(request, 503, "too much is asked at once; try again in a moment");
    }
    request->step = STEP_ANSWER;
    MHD_resume_connection(request->mhd); // from here on the network thread has the request
}

static void *work_on(void *with)
{
    struct lane *lane = with;
    struct http_request *request;
    while ((request = take(lane)))
        work(lane, request);
    return NULL;
}

bool lane_start(struct job *job, struct lane *lane, struct http *http, int threads, int waiting_max)
{
    lane->http = http;
    lane->waiting_max = waiting_max;
    pthread_mutex_init(&lane->lock, NULL);
    pthread_cond_init(&lane->filled, NULL);
    lane->threads = arena_array(&http->mem, pthread_t, (size_t)threads);
    for (int i = 0; i < threads; i++) {
        if (pthread_create(&lane->threads[i], NULL, work_on, lane) != 0)
            return job_fail(job, FAULT_INTERNAL, "the system gives no thread: %m");
        lane->threads_count++;
    }
    return true;
}

void lane_stop(struct lane *lane)
{
    if (!lane->http)
        return;
    pthread_mutex_lock(&lane->lock);
    lane->is_closing = true;
    pthread_cond_broadcast(&lane->filled);
    pthread_mutex_unlock(&lane->lock);
    for (int i = 0; i < lane->threads_count; i++)
        pthread_join(lane->threads[i], NULL);
    pthread_cond_destroy(&lane->filled);
    pthread_mutex_destroy(&lane->lock);
}

bool lane_promise(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    bool has_room = !lane->is_closing && lane->waiting + lane->promised < lane->waiting_max;
    lane->promised += has_room;
    pthread_mutex_unlock(&lane->lock);
    return has_room;
}

void lane_push(struct lane *lane, struct http_request *request)
{
    pthread_mutex_lock(&lane->lock);
    assert(lane->promised > 0);
    lane->promised--;
    lane->waiting++;
    request->next = NULL;
    if (lane->last)
        lane->last->next = request;
    else
        lane->first = request;
    lane->last = request;
    if (lane->is_closing)
        pthread_cond_broadcast(&lane->filled);
    else
        pthread_cond_signal(&lane->filled);
    pthread_mutex_unlock(&lane->lock);
}
