// The tables of linked names: one migration (schema.cc). ON DISK: once released never edited.
#pragma once

namespace mizan {

extern const char* const kEntitySchema;

}  // namespace mizan
