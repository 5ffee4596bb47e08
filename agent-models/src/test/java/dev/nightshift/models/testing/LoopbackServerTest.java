package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopbackServerTest {
  /** Symptom: without a free file descriptor the server took a whole processor. */
  @Test
  void serverThatCanAcceptNothingClosesInsteadOfTryingForEver() throws Exception {
    try (BrokenListener listener = new BrokenListener();
        LoopbackServer server = LoopbackServer.start(listener, (request, wire) -> false)) {
      assertThat(server.port()).isPositive();

      assertThat(listener.closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(listener.accepts).hasValue(1);
    }
  }

  private static final class BrokenListener extends ServerSocket {
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger accepts = new AtomicInteger();

    BrokenListener() throws IOException {
      super(0, 1, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket accept() throws IOException {
      accepts.incrementAndGet();
      throw new IOException("too many open files");
    }

    @Override
    public void close() throws IOException {
      super.close();
      closed.countDown();
    }
  }
}
