package dev.nightshift.models.internal;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request in pieces that are kept elsewhere, such as the history of a conversation.
 * It is sent without being copied, which the publishers of the JDK do.
 *
 * <p><b>Threads:</b> immutable; safe for concurrent use.
 */
public final class RequestBody {
  private static final int MOST_COPIED = 16 << 10;

  private final List<ByteBuffer> pieces;
  private final long bytes;

  private RequestBody(List<ByteBuffer> pieces) {
    this.pieces = pieces;
    long sum = 0;
    for (ByteBuffer piece : pieces) {
      sum += piece.remaining();
    }
    this.bytes = sum;
  }

  /**
   * Returns a body of these pieces, in order; none of them may change from now on. Small ones are
   * copied together, because each piece is sent alone: a call of the system, and a server woken.
   */
  public static RequestBody of(List<ByteBuffer> pieces) {
    List<ByteBuffer> joined = new ArrayList<>(pieces.size());
    int from = 0;
    while (from < pieces.size()) {
      int to = from + 1;
      int bytes = pieces.get(from).remaining();
      while (to < pieces.size() && bytes + pieces.get(to).remaining() <= MOST_COPIED) {
        bytes += pieces.get(to++).remaining();
      }
      if (bytes > 0) {
        joined.add(to == from + 1 ? pieces.get(from) : joined(pieces.subList(from, to), bytes));
      }
      from = to;
    }
    return new RequestBody(List.copyOf(joined));
  }

  private static ByteBuffer joined(List<ByteBuffer> pieces, int bytes) {
    return ByteBuffer.wrap(copied(pieces, bytes)).asReadOnlyBuffer();
  }

  private static byte[] copied(List<ByteBuffer> pieces, int bytes) {
    byte[] whole = new byte[bytes];
    int at = 0;
    for (ByteBuffer piece : pieces) {
      int count = piece.remaining();
      piece.get(piece.position(), whole, at, count);
      at += count;
    }
    return whole;
  }

  /** Returns how many bytes it has. */
  public long bytes() {
    return bytes;
  }

  /** Returns all of it in one array. */
  public byte[] toBytes() {
    return copied(pieces, Math.toIntExact(bytes));
  }

  /** Returns what sends it. */
  public BodyPublisher publisher() {
    return new Publisher();
  }

  private final class Publisher implements BodyPublisher {
    @Override
    public long contentLength() {
      return bytes;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
      connection.onSubscribe(new Sending(connection));
    }
  }

  /** Hands out one piece for each that is asked for, to one connection. */
  private final class Sending implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> connection;
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean ended;
    private int next;

    Sending(Flow.Subscriber<? super ByteBuffer> connection) {
      this.connection = connection;
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        ended = true;
        connection.onError(new IllegalArgumentException("asked for " + count + " pieces"));
        return;
      }
      // Asked from within onNext, or meanwhile by another thread: the loop that runs sees it.
      if (asked.getAndUpdate(before -> before + count < 0 ? Long.MAX_VALUE : before + count) == 0) {
        send();
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }

    private void send() {
      do {
        if (!ended && next < pieces.size()) {
          connection.onNext(pieces.get(next++).duplicate());
        }
        if (!ended && next == pieces.size()) {
          ended = true;
          connection.onComplete();
        }
      } while (asked.decrementAndGet() > 0 && !ended);
    }
  }
}
