#include "evidence/entry.h"

#include "base/check.h"
#include "base/codec.h"

namespace studylab::evidence {

std::size_t begin_entry(std::string& out, EntryHead const& head) {
  auto const start = out.size();
  char bytes[length_size + body_head_size] = {};
  char* to = bytes + length_size;
  to = put_integer(to, head.kind);
  to = put_integer(to, head.version);
  to = put_integer(to, head.term.value());
  to = put_integer(to, head.sequence);
  to = put_integer(to, head.at.time_since_epoch().count());
  std::memcpy(to, head.previous.bytes.data(), head.previous.bytes.size());
  out.append(bytes, sizeof bytes);
  return start;
}

Bytes finish_entry(std::string& out, std::size_t start) {
  auto const size = out.size() - start - length_size;
  STUDYLAB_CHECK(size >= body_head_size && size - body_head_size <= max_payload_size);
  put_integer(out.data() + start, static_cast<std::uint32_t>(size));
  return as_bytes(out).subspan(start + length_size);
}

void put_entry(std::string& out, RawEntry const& entry) {
  auto const start = begin_entry(out, entry);
  out.append(entry.payload);
  finish_entry(out, start);
}

std::string body_of(RawEntry const& entry) {
  std::string bytes;
  put_entry(bytes, entry);
  bytes.erase(0, length_size);
  return bytes;
}

std::expected<EntryView, std::string_view> take_entry(Bytes& rest) {
  std::uint32_t size = 0;
  Decoder length{rest};
  length.take(size);
  if (!length.ok()) return std::unexpected("it is cut short");
  if (size < body_head_size) return std::unexpected("its length is too small for an entry");
  if (size > body_head_size + max_payload_size) {
    return std::unexpected("its length is too large for an entry");
  }
  if (size > length.left()) return std::unexpected("it is cut short");
  EntryView view;
  view.body = rest.subspan(length_size, size);
  Decoder body{view.body};
  body.take(view.kind);
  body.take(view.version);
  body.take(view.term);
  body.take(view.sequence);
  body.take(view.at);
  body.take(view.previous);
  view.payload = view.body.subspan(body_head_size);
  rest = rest.subspan(length_size + size);
  return view;
}

RawEntry to_raw(EntryView const& view) {
  return {EntryHead{view},
          std::string{reinterpret_cast<char const*>(view.payload.data()), view.payload.size()}};
}

Hash hash_of(EntryView const& view) { return blake2b(view.body); }
Hash hash_of(RawEntry const& entry) { return blake2b(as_bytes(body_of(entry))); }

}  // namespace studylab::evidence
