package dev.nightshift.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model in a JVM of its own, as cheap as a server can be: its answers are bytes made before, the
 * path of a request says which one. It keeps no state of a conversation.
 *
 * <ul>
 *   <li>{@code /text}: a short text; {@code /deltas}: a text in 10,000 pieces
 *   <li>{@code /calls}: one tool call after the other, whatever was asked
 *   <li>{@code /tools-STEPS-MILLIS}: a file is read in each of so many steps, then the work is
 *       finished; each answer comes after so many milliseconds
 *   <li>{@code /park-STEPS-MILLIS}: the same, but the last answer waits for {@code release}
 * </ul>
 *
 * <p>Commands are lines of the standard input, each answered by one line: {@code parked}, {@code
 * release}, {@code counts} (connections and requests since the last time, and the largest request),
 * {@code first} (the latest first request of a conversation).
 */
public final class ModelServer {
  private static final byte[] ASSISTANT =
      "\"role\":\"assistant\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DELTAS = Answers.textEvents(Answers.DELTAS);
  private static final byte[] TEXT_EVENTS = Answers.textEvents(3);
  private static final byte[] TEXT =
      Answers.message(Answers.text("Nothing but their names."), "end_turn");
  private static final String FINISH = "{\"summary\":\"read it all\"}";

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private final AtomicLong largest = new AtomicLong();
  private volatile CountDownLatch release = new CountDownLatch(1);
  private volatile byte[] first = {};

  private ModelServer() {}

  /** Serves on a free port, which is printed, until the input ends. */
  public static void main(String[] arguments) throws IOException {
    ModelServer server = new ModelServer();
    try (ServerSocket listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      daemon(() -> server.accept(listener));
      System.out.println("http://127.0.0.1:" + listener.getLocalPort());
      String command = in.readLine();
      while (command != null) {
        System.out.println(server.answer(command));
        command = in.readLine();
      }
    }
  }

  private String answer(String command) {
    return switch (command) {
      case "parked" -> String.valueOf(parked.get());
      case "release" -> release();
      case "counts" ->
          connections.getAndSet(0) + " " + requests.getAndSet(0) + " " + largest.getAndSet(0);
      case "first" -> new String(first, StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException(command);
    };
  }

  private String release() {
    int waited = parked.getAndSet(0);
    CountDownLatch opened = release;
    release = new CountDownLatch(1);
    opened.countDown();
    return String.valueOf(waited);
  }

  private void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end of this process.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      RequestReader reader = new RequestReader(socket.getInputStream());
      while (reader.next()) {
        requests.incrementAndGet();
        largest.accumulateAndGet(reader.bodyLength(), Math::max);
        socket.getOutputStream().write(reply(reader));
      }
    } catch (IOException gone) {
      // The client closed the connection, as it may.
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] reply(RequestReader request) throws InterruptedException {
    String[] words = request.scene().split("-");
    switch (words[0]) {
      case "text":
        return request.isStreamed() ? TEXT_EVENTS : TEXT;
      case "deltas":
        return DELTAS;
      case "calls":
        return Answers.callEvents("toolu_" + requests.get(), "read_file", "{\"path\":\"a\"}");
      default:
        int step = request.count(ASSISTANT);
        if (step == 0) {
          first = request.body();
        }
        return step(words[0], Integer.parseInt(words[1]) - step, Long.parseLong(words[2]), request);
    }
  }

  private byte[] step(String kind, int left, long millis, RequestReader request)
      throws InterruptedException {
    if (millis > 0) {
      Thread.sleep(millis);
    }
    if (left == 0 && kind.equals("park")) {
      CountDownLatch opening = release;
      parked.incrementAndGet();
      opening.await();
    }
    int step = request.count(ASSISTANT);
    String id = "toolu_" + step;
    String tool = left > 0 ? "read_file" : "finish";
    String arguments = left > 0 ? "{\"path\":\"" + Prompt.path(step) + "\"}" : FINISH;
    return request.isStreamed()
        ? Answers.callEvents(id, tool, arguments)
        : Answers.message(Answers.call(id, tool, arguments), "tool_use");
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(null, body, "model", 256 << 10);
    thread.setDaemon(true);
    thread.start();
  }
}
