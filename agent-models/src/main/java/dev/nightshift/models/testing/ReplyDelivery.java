package dev.nightshift.models.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Puts replies on a connection, with the faults that they are to have. */
final class ReplyDelivery {
  /** All that a server sends to show that it lives; ends an event, and is one that says nothing. */
  private static final byte[] SIGNS_OF_LIFE =
      ": ping\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\ndata:\n\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final Duration BEAT = Duration.ofMillis(100);

  /** Far more than the signs of life within a scenario. */
  private static final int ROOM = 1 << 20;

  private final Semaphore clientsGone = new Semaphore(0);

  /**
   * Sends a reply.
   *
   * @param whole run before the last byte of a reply that is not cut
   * @return false if the connection is to be closed
   */
  boolean send(Reply reply, byte[] body, Runnable whole, LoopbackConnection wire)
      throws IOException {
    if (!reply.delay().isZero() && wire.awaitClientClosing(reply.delay())) {
      clientsGone.release();
      return false;
    }
    byte[] head = head(reply, body.length + (reply.isKeptAlive() ? ROOM : 0));
    boolean isCut = reply.cutAfter() < body.length;
    if (!isCut) {
      whole.run();
    }
    int length = isCut ? reply.cutAfter() : body.length;
    try {
      wire.write(join(head, body, length), head.length + length);
    } catch (IOException gone) {
      clientsGone.release();
      throw gone;
    }
    if (isCut && reply.isHanging() && awaitClientClosing(reply, wire)) {
      clientsGone.release();
    }
    return !isCut && !reply.isClosing();
  }

  private static boolean awaitClientClosing(Reply reply, LoopbackConnection wire)
      throws IOException {
    if (!reply.isKeptAlive()) {
      return wire.awaitClientClosing(null);
    }
    while (!wire.awaitClientClosing(BEAT)) {
      try {
        wire.write(SIGNS_OF_LIFE, SIGNS_OF_LIFE.length);
      } catch (IOException gone) {
        return true;
      }
    }
    return true;
  }

  /** Waits until a client gave up an answer that it was owed; each is told once. */
  boolean awaitClientGone(int seconds) throws InterruptedException {
    return clientsGone.tryAcquire(seconds, TimeUnit.SECONDS);
  }

  private static byte[] head(Reply reply, int length) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Scripted\r\n");
    if (!reply.headers().containsKey("content-type")) {
      head.append("content-type: text/event-stream; charset=utf-8\r\n");
    }
    reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: " + length + "\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] head, byte[] body, int length) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(head.length + length);
    joined.writeBytes(head);
    joined.write(body, 0, length);
    return joined.toByteArray();
  }
}
