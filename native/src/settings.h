/* Settings of a node's network that were set: what each was at first, so that it can go back. */
#ifndef NESTWORK_SETTINGS_H
#define NESTWORK_SETTINGS_H

struct lab;
struct node;

struct setting {
    struct setting *next;
    char *path;     /* below /proc/sys */
    char *original; /* before it was set the first time; NULL: it cannot be read */
    char *value;    /* as it was set */
};

struct setting *settings_find(struct node *node, const char *path);
/* Notes that it was set; `original` counts only the first time. 0 or -ENOMEM. */
int settings_note(struct node *node, const char *path, const char *original, const char *value);
void settings_drop(struct node *node, const char *path);
/* Takes out those of an interface, which is going: they are the caller's. */
struct setting *settings_take(struct node *node, const char *interface);
/* The interface is back: sets them again and takes them over. 0, or the first negative errno. */
int settings_put_back(struct lab *lab, struct node *node, struct setting *settings);
/* NULL is accepted. */
void settings_free(struct setting *settings);

/* Of the node's network. Read: a text from malloc, or NULL when it cannot be read. 0 or a negative errno. */
int settings_read(struct lab *lab, struct node *node, const char *path, char **ret_value);
int settings_write(struct lab *lab, struct node *node, const char *path, const char *value);

#endif
