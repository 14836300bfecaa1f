// Tables of incremental reconciling; see schema.cc.
#pragma once

namespace mizan {

// What changed since facts were last compared.
extern const char* const kTouchedSchema;
// Sketches and their indexes, links and stories; sets of claims by bucket; alarms.
extern const char* const kReconcileSchema;

}  // namespace mizan
