#include "server/connection.h"

namespace studylab::server {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
constexpr auto as_result = net::as_tuple(net::use_awaitable);

}  // namespace

bool is_plain_http(error_code const& failed) {
  return failed.category() == net::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_HTTP_REQUEST;
}

net::awaitable<error_code> Connection::handshake(net::ssl::stream_base::handshake_type side) {
  auto* secured = tls();
  if (secured == nullptr) co_return error_code{};
  auto const [error] = co_await secured->async_handshake(side, as_result);
  co_return error;
}

net::awaitable<void> Connection::finish_sending() {
  if (auto* secured = tls()) {
    co_await secured->async_shutdown(as_result);
    co_return;
  }
  error_code ignored;
  tcp().socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace studylab::server
