/*
 * A polkit authentication agent for tests, in the place of the desktop's password dialogue: `agent PID ANSWER`. It answers for the process PID with the password
 * ANSWER, closes the dialogue (`CANCEL`), or leaves it open (`SILENT`). Prints what it is asked, as a person would read it.
 */
#define POLKIT_AGENT_I_KNOW_API_IS_SUBJECT_TO_CHANGE
#include <polkitagent/polkitagent.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *answer;

typedef struct {
    PolkitAgentListener parent;
} TestAgent;
typedef struct {
    PolkitAgentListenerClass parent;
} TestAgentClass;
GType test_agent_get_type(void);
G_DEFINE_TYPE(TestAgent, test_agent, POLKIT_AGENT_TYPE_LISTENER)

static void requested(PolkitAgentSession *session, const char *prompt, gboolean echo, void *data) {
    (void)prompt, (void)echo, (void)data;
    polkit_agent_session_response(session, answer);
}

static void completed(PolkitAgentSession *session, gboolean granted, void *task) {
    (void)session;
    printf("%s\n", granted ? "granted" : "refused");
    (void)fflush(stdout);
    g_task_return_boolean(task, TRUE);
    g_object_unref(task);
}

static void initiate(PolkitAgentListener *listener, const gchar *action, const gchar *message, const gchar *icon, PolkitDetails *details, const gchar *cookie,
                     GList *identities, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data) {
    GTask *task = g_task_new(listener, cancellable, callback, data);
    (void)icon, (void)details;
    printf("asked %s | %s\n", action, message);
    (void)fflush(stdout);
    if (strcmp(answer, "CANCEL") == 0) {
        g_task_return_new_error(task, POLKIT_ERROR, POLKIT_ERROR_CANCELLED, "dismissed");
        g_object_unref(task);
    } else if (strcmp(answer, "SILENT") != 0) {
        PolkitAgentSession *session = polkit_agent_session_new(identities->data, cookie);
        g_signal_connect(session, "request", G_CALLBACK(requested), NULL);
        g_signal_connect(session, "completed", G_CALLBACK(completed), task);
        polkit_agent_session_initiate(session);
    }
}

static gboolean finish(PolkitAgentListener *listener, GAsyncResult *result, GError **error) {
    (void)listener;
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void test_agent_init(TestAgent *agent) {
    (void)agent;
}

static void test_agent_class_init(TestAgentClass *type) {
    type->parent.initiate_authentication = initiate;
    type->parent.initiate_authentication_finish = finish;
}

int main(int argc, char **argv) {
    GError *error = NULL;
    if (argc != 3)
        return 2;
    answer = argv[2];
    PolkitSubject *subject = polkit_unix_process_new_for_owner(atoi(argv[1]), 0, -1);
    if (!polkit_agent_listener_register(g_object_new(test_agent_get_type(), NULL), POLKIT_AGENT_REGISTER_FLAGS_NONE, subject, NULL, NULL, &error)) {
        (void)fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    puts("ready");
    (void)fflush(stdout);
    g_main_loop_run(g_main_loop_new(NULL, FALSE));
    return 0;
}
