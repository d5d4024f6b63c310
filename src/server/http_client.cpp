#include "server/http_client.h"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "base/limits.h"

namespace studylab::server {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;

using Answered = std::expected<Response, std::string>;
using Question = http::request<http::string_body>;
constexpr auto completed = net::as_tuple(net::use_awaitable);

Question question_of(Address const& address, std::string_view token, std::string_view method,
                     std::string_view target, std::string_view body) {
  Question question{http::string_to_verb(method), target, 11};
  question.set(http::field::host, fmt::format("{}:{}", address.host, address.port));
  question.set(http::field::authorization, fmt::format("Bearer {}", token));
  if (method == "POST") {
    question.set(http::field::content_type, "application/json");
    question.body() = body;
  }
  question.keep_alive(false);
  question.prepare_payload();
  return question;
}

net::awaitable<void> exchange(net::ip::tcp::endpoint at, Question question, Answered& answered) {
  auto const executor = co_await net::this_coro::executor;
  boost::beast::tcp_stream stream{executor};
  stream.expires_after(answer_time);
  auto const [not_connected] = co_await stream.async_connect(at, completed);
  if (not_connected) {
    answered = std::unexpected(not_connected.message());
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

}  // namespace

std::expected<Response, std::string> ask(Address const& address, std::string_view token,
                                         std::string_view method, std::string_view target,
                                         std::string_view body) {
  boost::system::error_code bad;
  auto const ip = net::ip::make_address(address.host, bad);
  if (bad) return std::unexpected(bad.message());
  Answered answered = std::unexpected(std::string{"it did not answer"});
  net::io_context context{1};
  net::co_spawn(
      context,
      exchange({ip, address.port}, question_of(address, token, method, target, body), answered),
      net::detached);
  context.run();
  return answered;
}

}  // namespace studylab::server
