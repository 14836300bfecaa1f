#include "tools/serve/gzip.h"

#include <zlib.h>

namespace mizan::tools {

std::string gzipped(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzip = 16;  // zlib: 16 more than the window bits asks for gzip's head and tail
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(done == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace mizan::tools
