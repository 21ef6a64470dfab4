/** Values of JavaScript, for `node.c` and `model.c`. */
#ifndef GLOSA_VALUES_H
#define GLOSA_VALUES_H

#include <node_api.h>
#include <stdbool.h>

#include "kernel.h"

#define MAX_OUTPUTS 32

/** Of one call: the first thing that is wrong is kept and thrown at its end. */
typedef struct {
  napi_env env;
  char problem[160];
} Call;

void complain(Call *call, const char *name, const char *problem);

/** A property; a complaint where it cannot be read. */
napi_value property(Call *call, napi_value object, const char *name);

/** The numbers of a typed array, with their count; null (and a complaint) where it is another thing. */
void *numbers(Call *call, napi_value value, const char *name, napi_typedarray_type wanted, size_t *count);

/** Makes an encoder of `KernelSettings`; complains where they do not fit. `halved`: heads are read as bfloat16. */
void readModel(Call *call, napi_value settings, Encoder *encoder, bool halved);

/** Frees all that an encoder holds, also one that was not made to its end. */
void freeEncoder(Encoder *encoder);

#endif
