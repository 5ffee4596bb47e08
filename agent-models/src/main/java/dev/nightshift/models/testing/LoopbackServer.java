package dev.nightshift.models.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP/1.1 on a free port of the loopback interface, one daemon thread per connection.
 *
 * <p>Its own instead of the JDK's server, since the faults need the bare connection: to cut it at a
 * byte, to notice that the client closed it, and to send without the delay of Nagle's algorithm.
 */
final class LoopbackServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
  private static final int BACKLOG = 512;
  private final ServerSocket listener;
  private final Handler handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private LoopbackServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  static LoopbackServer start(Handler handler) {
    try {
      return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), handler);
    } catch (IOException noPort) {
      throw new UncheckedIOException("cannot listen on the loopback interface", noPort);
    }
  }

  static LoopbackServer start(ServerSocket listener, Handler handler) {
    LoopbackServer server = new LoopbackServer(listener, handler);
    server.daemon("scripted-model-server", server::accept);
    return server;
  }

  int port() {
    return listener.getLocalPort();
  }

  String host() {
    return listener.getInetAddress().getHostAddress();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      LOG.debug("closing the listener failed", alreadyGone);
    }
    connections.forEach(LoopbackServer::quietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        daemon("scripted-model-connection", () -> serve(connection));
      } catch (IOException unable) {
        if (!listener.isClosed()) {
          LOG.error("the server can accept no connection any more and closes", unable);
          close();
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      LoopbackConnection wire = new LoopbackConnection(connection);
      while (!listener.isClosed()) {
        LoopbackRequest request = wire.read();
        if (request == null || !handler.handle(request, wire)) {
          return;
        }
      }
    } catch (IOException gone) {
      LOG.debug("a connection ended: {}", gone.toString());
    } finally {
      connections.remove(connection);
    }
  }

  private void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name + "-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(Socket connection) {
    try {
      connection.close();
    } catch (IOException alreadyGone) {
      LOG.debug("closing a connection failed", alreadyGone);
    }
  }

  /** Answers requests. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers one request.
     *
     * @return false if the connection is to be closed
     */
    boolean handle(LoopbackRequest request, LoopbackConnection wire) throws IOException;
  }
}
