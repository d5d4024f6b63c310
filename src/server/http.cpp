#include "server/http.h"

#include <array>
#include <csignal>
#include <expected>
#include <map>
#include <optional>
#include <set>

#include <unistd.h>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "server/connection.h"
#include "server/page_response.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// Operations return their error beside the result instead of throwing it.
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
// How often the drill time of runs on the wall clock passes.
constexpr std::chrono::milliseconds tick_time{500};

using HttpRequest = http::request<http::string_body>;
using HttpResponse = http::response<http::string_body>;

// Every response of this server: nothing is framed or loaded from elsewhere, and nothing but the
// pages is kept by a browser.
constexpr std::pair<char const*, char const*> security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"}};

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

std::string lower(std::string_view text) {
  std::string result{text};
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// What is wrong with the headers; empty: nothing. Of two headers of one name, others may read
// the one that this server does not.
std::string wrong_headers(HttpRequest const& message) {
  using enum http::field;
  for (auto const name : {host, authorization, origin, content_type}) {
    if (message.count(name) > 1) {
      return fmt::format("the request has more than one {} header",
                         std::string_view{http::to_string(name)});
    }
  }
  bool const has_host = message.count(host) == 1 || message.version() < 11;
  return has_host ? "" : "the request has no Host header";
}

// The error says what is wrong with the message.
std::expected<Request, std::string> read(HttpRequest const& message) {
  auto const url = boost::urls::parse_origin_form(message.target());
  if (!url) return std::unexpected(std::string{"the request's target is not a path"});
  if (auto wrong = wrong_headers(message); !wrong.empty()) return std::unexpected(std::move(wrong));
  Request request;
  request.method = std::string{message.method_string()};
  request.path = url->path();
  for (auto const& parameter : url->params()) request.query[parameter.key] = parameter.value;
  for (auto const& field : message) {
    request.headers[lower(field.name_string())] = std::string{field.value()};
  }
  request.body = message.body();
  return request;
}

// What the client learns of a response: all of it, or, after HEAD, its headers.
enum class Sent : std::uint8_t { whole, headers };

HttpResponse written(Response response, unsigned version, bool keep_alive,
                     Sent sent = Sent::whole) {
  HttpResponse message{static_cast<http::status>(response.status), version};
  for (auto const& [name, value] : security_headers) message.set(name, value);
  message.set(http::field::content_type, response.content_type);
  for (auto const& [name, value] : response.headers) message.set(name, value);
  message.body() = std::move(response.body);
  message.keep_alive(keep_alive);
  message.prepare_payload();
  if (sent == Sent::headers) message.body().clear();  // they still state its length
  return message;
}

std::string stream_head() {
  std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
  for (auto const& [name, value] : security_headers) head += fmt::format("{}: {}\r\n", name, value);
  return head + "\r\n";
}

class Server {
 public:
  Server(asio::io_context& context, Api& api, Login& login, Site site,
         std::optional<TlsIdentity> const& tls,
         std::function<void(std::string const&)> const& report)
      : context_(context), api_(api), login_(login), site_(std::move(site)), report_(report) {
    if (tls) tls_.emplace(tls->context().release());
    api_.on_open([this](std::string const& name, OpenRun& run) {
      run.on_event([this, name] { wake(name); });
    });
  }

  asio::awaitable<void> accept(tcp::acceptor& acceptor);
  asio::awaitable<void> tick();

 private:
  using Parser = http::request_parser<http::string_body>;

  Connection connection_over(tcp::socket socket);
  asio::awaitable<void> serve(Connection stream);
  asio::awaitable<void> answer_requests(Connection& stream);
  asio::awaitable<void> refuse(Connection stream);
  asio::awaitable<bool> respond(Connection& stream, Response response, HttpRequest const& to);
  asio::awaitable<void> send_events(Connection& stream, EventStream wanted);
  Reply answer(HttpRequest const& message);
  std::size_t limit_of(HttpRequest const& head) const;
  asio::awaitable<std::pair<error_code, std::size_t>> read_message(Connection& stream,
                                                                   beast::flat_buffer& buffer,
                                                                   Parser& parser);
  void wake(std::string const& run);
  void stop_waiting(std::string const& run, asio::steady_timer* timer);

  asio::io_context& context_;
  Api& api_;
  Login& login_;
  Site site_;
  std::function<void(std::string const&)> const& report_;
  std::optional<asio::ssl::context> tls_;
  std::size_t connections_ = 0;
  std::size_t refusals_ = 0;  // connections that are being refused
  // The timers of the event streams that wait for a run's next event.
  std::map<std::string, std::set<asio::steady_timer*>> waiting_;
};

void Server::stop_waiting(std::string const& run, asio::steady_timer* timer) {
  auto const found = waiting_.find(run);
  if (found == waiting_.end()) return;
  found->second.erase(timer);
  if (found->second.empty()) waiting_.erase(found);
}

void Server::wake(std::string const& run) {
  auto const found = waiting_.find(run);
  if (found == waiting_.end()) return;
  for (auto* timer : found->second) timer->cancel();
}

Reply Server::answer(HttpRequest const& message) {
  auto const request = read(message);
  if (!request) return problem(400, request.error());
  if (request->path == "/login" && request->method == "GET") return login_.login(*request);
  if (!request->path.starts_with("/api/"))
    return login_.page_refusal(*request).value_or(page_response(*request));
  auto sender = login_.sender_of(*request);
  if (!sender) return std::move(sender.error());
  return api_.answer(*request, *sender);
}

asio::awaitable<bool> Server::respond(Connection& stream, Response response,
                                      HttpRequest const& to) {
  auto const sent = to.method() == http::verb::head ? Sent::headers : Sent::whole;
  auto const message = written(std::move(response), to.version(), to.keep_alive(), sent);
  stream.tcp().expires_after(request_time);
  auto const [error, size] = co_await http::async_write(stream, message, awaited);
  co_return !error && to.keep_alive();
}

// What is wrong with a request that could not be read.
Response unreadable(error_code const& error, std::size_t limit) {
  if (error == http::error::body_limit) {
    return problem(413, fmt::format("the body has at most {} bytes", limit));
  }
  if (error == http::error::header_limit) {
    return problem(431, fmt::format("the headers have at most {} bytes", max_head));
  }
  return problem(400, "the request is not HTTP");
}

bool is_http_error(error_code const& error) {
  return error.category() == http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

// Sends the last response, then reads what the client has sent: a connection that is closed with
// unread bytes would discard the response. The time that the connection has must be set.
asio::awaitable<void> send_and_close(Connection& stream, Response response) {
  auto& tcp = stream.tcp();
  auto const message = written(std::move(response), 11, false);
  auto [error, size] = co_await http::async_write(stream, message, awaited);
  if (!error) tcp.socket().shutdown(asio::socket_base::shutdown_send, error);
  std::array<char, 4096> bytes{};
  while (!error) {
    auto const [failed, read] = co_await tcp.async_read_some(asio::buffer(bytes), awaited);
    error = failed;
  }
}

// Bytes of a request's body: files are larger, but only senders of files may send so much.
std::size_t Server::limit_of(HttpRequest const& head) const {
  auto const request = read(head);
  auto const sender = request ? login_.sender_of(*request) : std::unexpected(Response{});
  if (!sender) return max_body;
  return body_limit(request->method, request->path, sender->role, max_body);
}

// The limit of the body, and the error if the request cannot be read.
asio::awaitable<std::pair<error_code, std::size_t>> Server::read_message(Connection& stream,
                                                                         beast::flat_buffer& buffer,
                                                                         Parser& parser) {
  // A length that the head states is checked against this limit before the head is known.
  parser.body_limit(max_upload);
  parser.header_limit(max_head);
  stream.tcp().expires_after(request_time);
  auto const [bad_head, head] = co_await http::async_read_header(stream, buffer, parser, awaited);
  if (bad_head) co_return std::pair{bad_head, max_upload};
  auto const limit = limit_of(parser.get());
  if (parser.content_length().value_or(0) > limit) {
    co_return std::pair{error_code{http::error::body_limit}, limit};
  }
  parser.body_limit(limit);
  auto const& request = parser.get();
  if (request.version() >= 11 && beast::iequals(request[http::field::expect], "100-continue")) {
    // The client sends the body once it knows that its length is accepted.
    auto const [failed, sent] = co_await asio::async_write(stream, asio::buffer(go_on), awaited);
    if (failed) co_return std::pair{failed, limit};
  }
  auto const [bad_body, size] = co_await http::async_read(stream, buffer, parser, awaited);
  co_return std::pair{bad_body, limit};
}

asio::awaitable<void> Server::answer_requests(Connection& stream) {
  beast::flat_buffer buffer;
  bool open = true;
  while (open) {
    Parser parser;
    auto const [error, limit] = co_await read_message(stream, buffer, parser);
    if (error) {
      if (!is_http_error(error)) co_return;
      stream.tcp().expires_after(refusal_time);
      co_await send_and_close(stream, unreadable(error, limit));
      co_return;
    }
    auto reply = answer(parser.get());
    if (auto const* events = std::get_if<EventStream>(&reply)) {
      co_await send_events(stream, *events);
      co_return;
    }
    open = co_await respond(stream, std::move(std::get<Response>(reply)), parser.get());
  }
}

Connection Server::connection_over(tcp::socket socket) {
  beast::tcp_stream stream{std::move(socket)};
  return tls_ ? Connection{std::move(stream), *tls_} : Connection{std::move(stream)};
}

asio::awaitable<void> Server::serve(Connection stream) {
  stream.tcp().expires_after(request_time);
  auto const failed = co_await stream.handshake(asio::ssl::stream_base::server);
  if (!failed) {
    co_await answer_requests(stream);
    stream.tcp().expires_after(closing_time);
    co_await stream.finish_sending();
  } else if (is_plain_http(failed)) {
    stream.tcp().expires_after(refusal_time);
    Connection plain{std::move(stream.tcp())};
    co_await send_and_close(
        plain, problem(400, fmt::format("this server accepts HTTPS alone, at {}", site_.root())));
  }
  --connections_;
}

asio::awaitable<void> Server::refuse(Connection stream) {
  stream.tcp().expires_after(refusal_time);
  auto refusal = problem(503, "too many connections are open");
  if (!co_await stream.handshake(asio::ssl::stream_base::server)) {
    co_await send_and_close(stream, std::move(refusal));
  }
  --refusals_;
}

// Sends every event of the run from `after` on, then each new one, until the debrief. A stream with
// nothing to send sends a comment, which also shows that the client is still there.
asio::awaitable<void> Server::send_events(Connection& stream, EventStream wanted) {
  auto text = stream_head();
  asio::steady_timer timer{context_};
  auto const name = wanted.run->session().run();
  while (true) {
    auto const& events = wanted.run->events();
    for (; wanted.after < events.size(); ++wanted.after) text += event_text(events[wanted.after]);
    bool const complete = wanted.run->ended();
    stream.tcp().expires_after(request_time);
    auto const [error, size] = co_await asio::async_write(stream, asio::buffer(text), awaited);
    if (error || complete) co_return;
    text.clear();
    if (wanted.after < wanted.run->events().size()) continue;
    waiting_[name].insert(&timer);
    stream.tcp().expires_never();
    timer.expires_after(heartbeat_time);
    auto const [woken] = co_await timer.async_wait(awaited);
    stop_waiting(name, &timer);
    if (!woken) text = ": waiting\n\n";
  }
}

asio::awaitable<void> Server::accept(tcp::acceptor& acceptor) {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(awaited);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      // Usually the limit of open files: the next connection that ends makes room.
      report_("cannot accept a connection: " + error.message());
      asio::steady_timer pause{context_, std::chrono::seconds{1}};
      co_await pause.async_wait(awaited);
      continue;
    }
    if (connections_ < max_connections) {
      ++connections_;
      asio::co_spawn(context_, serve(connection_over(std::move(socket))), asio::detached);
    } else if (refusals_ < max_refusals) {
      // Not here: a client that does not read must not keep others from being accepted.
      ++refusals_;
      asio::co_spawn(context_, refuse(connection_over(std::move(socket))), asio::detached);
    }
  }
}

asio::awaitable<void> Server::tick() {
  asio::steady_timer timer{context_};
  while (true) {
    timer.expires_after(tick_time);
    auto const [error] = co_await timer.async_wait(awaited);
    if (error) co_return;
    if (auto const ticked = api_.tick(); !ticked) report_(ticked.error());
  }
}

asio::awaitable<void> on_signal(asio::signal_set& signals, std::function<void()> act) {
  while (true) {
    auto const [error, number] = co_await signals.async_wait(awaited);
    if (error) co_return;
    act();
  }
}

// Until the terminal's input ends, or it belongs to another process. The terminal is not made
// non-blocking: its other users share that.
asio::awaitable<void> on_enter(asio::posix::stream_descriptor& terminal,
                               std::function<void()> act) {
  std::array<char, 256> typed{};
  while (true) {
    auto const [error] =
        co_await terminal.async_wait(asio::posix::stream_descriptor::wait_read, awaited);
    if (error || ::read(terminal.native_handle(), typed.data(), typed.size()) <= 0) co_return;
    act();
  }
}

std::expected<void, std::string> listen_at(tcp::acceptor& acceptor, tcp::endpoint const& endpoint,
                                           std::string const& host) {
  error_code bad;
  acceptor.open(endpoint.protocol(), bad);
  if (!bad) acceptor.set_option(tcp::acceptor::reuse_address(true), bad);
  if (!bad) acceptor.bind(endpoint, bad);
  if (!bad) acceptor.listen(asio::socket_base::max_listen_connections, bad);
  if (!bad) return {};
  return std::unexpected(fmt::format(
      "cannot listen at {0}:{1}: {2}; if Study Lab runs there already, press Enter in its "
      "terminal for a link; `serve --listen {0}:0` chooses a free port",
      host, endpoint.port(), bad.message()));
}

}  // namespace

std::expected<void, std::string> serve(Listening const& where, Api& api, Login& login,
                                       std::function<void(Listener const&)> const& ready,
                                       std::function<void(Listener const&)> const& renew,
                                       std::function<void(std::string const&)> const& report) {
  asio::io_context context{1};
  error_code bad;
  auto const& [host, port] = where.address;
  auto const ip = asio::ip::make_address(host, bad);
  if (bad) return std::unexpected(bad.message());
  tcp::acceptor acceptor{context};
  if (auto listens = listen_at(acceptor, {ip, port}, url_host(host)); !listens) return listens;
  auto const real_port = acceptor.local_endpoint().port();
  Listener const listener{{host, real_port}, {where.tls.has_value(), where.names, real_port}};
  login.serves(listener.site);

  Server server{context, api, login, listener.site, where.tls, report};
  asio::signal_set signals{context, SIGINT, SIGTERM};
  signals.async_wait([&](error_code, int) { context.stop(); });
  asio::co_spawn(context, server.accept(acceptor), asio::detached);
  asio::co_spawn(context, server.tick(), asio::detached);
  auto const again = [&] { renew(listener); };
  asio::signal_set renewals{context, SIGUSR1};
  asio::co_spawn(context, on_signal(renewals, again), asio::detached);
  asio::posix::stream_descriptor terminal{context};
  if (isatty(STDIN_FILENO) == 1) {
    std::signal(SIGTTIN, SIG_IGN);  // in the background, reading fails instead of stopping
    terminal.assign(dup(STDIN_FILENO), bad);
    if (!bad) asio::co_spawn(context, on_enter(terminal, again), asio::detached);
  }
  ready(listener);
  context.run();
  return api.stop();
}

}  // namespace studylab::server
