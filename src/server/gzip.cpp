#include "server/gzip.h"

#include <zlib.h>

#include "base/check.h"

namespace studylab::server {

std::string gzip(std::string_view bytes) {
  constexpr int max_window = 15, with_gzip_header = 16, max_memory = 9;
  z_stream stream{};
  STUDYLAB_CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED,
                              max_window + with_gzip_header, max_memory,
                              Z_DEFAULT_STRATEGY) == Z_OK);
  std::string compressed(deflateBound(&stream, bytes.size()), '\0');
  // zlib does not write there.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  STUDYLAB_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  return compressed;
}

}  // namespace studylab::server
