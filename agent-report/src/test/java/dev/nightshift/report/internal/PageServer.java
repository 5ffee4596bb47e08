package dev.nightshift.report.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pages on loopback, and a list of all else that was asked for. */
final class PageServer implements AutoCloseable {
  private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
  private final List<String> strange = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private PageServer(HttpServer server) {
    this.server = server;
  }

  static PageServer start() throws IOException {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    PageServer pages = new PageServer(HttpServer.create(anywhere, 0));
    pages.server.createContext("/", pages::answer);
    pages.server.start();
    return pages;
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Serves a page; its address. */
  String add(String name, String page) {
    pages.put("/" + name, page.getBytes(StandardCharsets.UTF_8));
    return "http://" + host() + "/" + name;
  }

  /** What was asked for beside the pages since the last time. */
  List<String> strange() {
    List<String> asked = List.copyOf(strange);
    strange.clear();
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      strange.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      exchange.sendResponseHeaders(204, -1);
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
