#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace studylab::server {

// Whether a handshake failed because the client began with a request of HTTP without TLS.
bool is_plain_http(boost::system::error_code const& failed);

// The first buffers of a sequence that have bytes: an operation that ends in `_some` may transfer
// less than all. Beast writes with eight types of sequence; as one, they compile in an eighth of
// the time.
template <class Buffer>
class FirstBuffers {
 public:
  using value_type = Buffer;
  using const_iterator = Buffer const*;

  template <class Sequence>
  explicit FirstBuffers(Sequence const& all) {
    auto const last = boost::asio::buffer_sequence_end(all);
    for (auto at = boost::asio::buffer_sequence_begin(all); at != last; ++at) {
      Buffer const buffer{*at};
      if (buffer.size() > 0) buffers_[size_++] = buffer;
      if (size_ == buffers_.size()) break;
    }
  }

  const_iterator begin() const { return buffers_.data(); }
  const_iterator end() const { return buffers_.data() + size_; }

 private:
  std::array<Buffer, 16> buffers_{};
  std::size_t size_ = 0;
};

// A connection over TCP, with TLS if it has a context. It is a stream as Asio and Beast expect it;
// the timeout of its TCP stream bounds every operation, also those of TLS.
class Connection {
 public:
  using Tcp = boost::beast::tcp_stream;
  using executor_type = Tcp::executor_type;

  explicit Connection(Tcp tcp) : stream_(std::move(tcp)) {}
  // The context must outlive it.
  Connection(Tcp tcp, boost::asio::ssl::context& context)
      : stream_(std::in_place_type<Tls>, std::move(tcp), context) {}

  executor_type get_executor() { return tcp().get_executor(); }
  Tcp& tcp() {
    auto* secured = tls();
    return secured == nullptr ? std::get<Tcp>(stream_) : secured->next_layer();
  }
  // nullptr: without TLS.
  SSL* session() {
    auto* secured = tls();
    return secured == nullptr ? nullptr : secured->native_handle();
  }

  // Agrees on keys, as the server or as the client; without TLS at once. No error: done.
  boost::asio::awaitable<boost::system::error_code> handshake(
      boost::asio::ssl::stream_base::handshake_type side);
  // States that nothing more is sent, so that the other side knows that it has everything. With
  // TLS, waits until the other side has closed too.
  boost::asio::awaitable<void> finish_sending();

  template <class Buffers, class Token>
  auto async_read_some(Buffers const& buffers, Token&& token) {
    FirstBuffers<boost::asio::mutable_buffer> const first{buffers};
    if (auto* secured = tls()) return secured->async_read_some(first, std::forward<Token>(token));
    return std::get<Tcp>(stream_).async_read_some(first, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(Buffers const& buffers, Token&& token) {
    FirstBuffers<boost::asio::const_buffer> const first{buffers};
    if (auto* secured = tls()) return secured->async_write_some(first, std::forward<Token>(token));
    return std::get<Tcp>(stream_).async_write_some(first, std::forward<Token>(token));
  }

 private:
  using Tls = boost::beast::ssl_stream<Tcp>;
  Tls* tls() { return std::get_if<Tls>(&stream_); }

  std::variant<Tcp, Tls> stream_;
};

}  // namespace studylab::server
