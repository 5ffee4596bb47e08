package dev.nightshift.models.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Puts replies on a connection, with the faults that they are to have. */
final class ReplyDelivery {
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
    byte[] head = head(reply, body.length);
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
    if (isCut && reply.isHanging() && wire.awaitClientClosing(null)) {
      clientsGone.release();
    }
    return !isCut && !reply.isClosing();
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
