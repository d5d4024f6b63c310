#include "server/http_client.h"

#include <optional>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "base/limits.h"
#include "server/connection.h"
#include "server/tls.h"

namespace studylab::server {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;

using Answered = std::expected<Response, std::string>;
using Question = http::request<http::string_body>;
constexpr auto completed = net::as_tuple(net::use_awaitable);

Question question_of(Known const& server, std::string_view method, std::string_view target,
                     std::string_view body) {
  Question question{http::string_to_verb(method), target, 11};
  question.set(http::field::host, fmt::format("{}:{}", server.name, server.address.port));
  question.set(http::field::authorization, fmt::format("Bearer {}", server.token));
  if (method == "POST") {
    question.set(http::field::content_type, "application/json");
    question.body() = body;
  }
  question.keep_alive(false);
  question.prepare_payload();
  return question;
}

net::awaitable<std::expected<void, std::string>> connect(Connection& stream,
                                                         net::ip::tcp::endpoint at) {
  auto const [not_connected] = co_await stream.tcp().async_connect(at, completed);
  if (not_connected) co_return std::unexpected(not_connected.message());
  auto const no_keys = co_await stream.handshake(net::ssl::stream_base::client);
  if (!no_keys) co_return std::expected<void, std::string>{};
  auto const refusal = refusal_of_certificate(stream.session());
  co_return std::unexpected(refusal.empty() ? no_keys.message()
                                            : "its certificate is not accepted: " + refusal);
}

net::awaitable<void> exchange(Connection& stream, net::ip::tcp::endpoint at,
                              Question const& question, Answered& answered) {
  stream.tcp().expires_after(answer_time);
  auto connected = co_await connect(stream, at);
  if (!connected) {
    answered = std::unexpected(std::move(connected.error()));
    co_return;
  }
  auto const [not_sent, sent] = co_await http::async_write(stream, question, completed);
  if (not_sent) {
    answered = std::unexpected(not_sent.message());
    co_return;
  }
  http::response_parser<http::string_body> parser;
  parser.body_limit(limits::bundle);
  boost::beast::flat_buffer buffer;
  auto const [not_read, read] = co_await http::async_read(stream, buffer, parser, completed);
  if (not_read) {
    answered = std::unexpected(not_read.message());
    co_return;
  }
  auto message = parser.release();
  answered = Response{message.result_int(),
                      std::string{message[http::field::content_type]},
                      std::move(message.body()),
                      {}};
}

// An address that means all of a machine's is reached by its loopback address.
net::ip::address reachable(net::ip::address const& ip) {
  if (!ip.is_unspecified()) return ip;
  if (ip.is_v4()) return net::ip::address_v4::loopback();
  return net::ip::address_v6::loopback();
}

}  // namespace

std::expected<Response, std::string> ask(Known const& server, std::string_view method,
                                         std::string_view target, std::string_view body) {
  boost::system::error_code bad;
  auto const ip = net::ip::make_address(server.address.host, bad);
  if (bad) return std::unexpected(bad.message());
  Answered answered = std::unexpected(std::string{"it did not answer"});
  net::io_context context{1};
  std::optional<net::ssl::context> tls;
  if (!server.certificate.empty()) {
    auto trusted = trusting(server.certificate, server.name);
    if (!trusted) return std::unexpected(std::move(trusted.error()));
    tls.emplace(trusted->release());
  }
  boost::beast::tcp_stream tcp{context};
  auto stream = tls ? Connection{std::move(tcp), *tls} : Connection{std::move(tcp)};
  auto const question = question_of(server, method, target, body);
  net::co_spawn(context, exchange(stream, {reachable(ip), server.address.port}, question, answered),
                net::detached);
  context.run();
  return answered;
}

}  // namespace studylab::server
