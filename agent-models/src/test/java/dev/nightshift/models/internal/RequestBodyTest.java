package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private final List<String> heard = new ArrayList<>();

  @Test
  void sendsNoMoreThanIsAskedFor() {
    Flow.Subscription sending = subscribe(body("one", "two", "three").publisher(), 0);

    sending.request(1);
    assertThat(heard).containsExactly("one");

    sending.request(2);
    assertThat(heard).containsExactly("one", "two", "three", "end");
  }

  /** The JDK asks from within onNext; a call for each piece would not stand a long history. */
  @Test
  void connectionThatAsksWhileItReceivesNeedsNoDeepStack() {
    String[] many = "x".repeat(50_000).split("");

    subscribe(body(many).publisher(), 1).request(1);

    assertThat(heard).hasSize(many.length + 1).endsWith("x", "end");
  }

  @Test
  void saysNothingAfterItWasCancelled() {
    Flow.Subscription sending = subscribe(body("one", "two").publisher(), 0);
    sending.request(1);

    sending.cancel();
    sending.request(5);

    assertThat(heard).containsExactly("one");
  }

  @Test
  void askingForNothingIsTheErrorThatTheContractOfFlowsWants() {
    Flow.Subscription sending = subscribe(body("one").publisher(), 0);

    sending.request(0);
    sending.request(1);

    assertThat(heard).containsExactly("error asked for 0 pieces");
  }

  /** A call may be sent twice by the HTTP client, after a connection that was closed meanwhile. */
  @Test
  void canBeSentAgainAndCountsItsBytes() {
    RequestBody body = body("ab", "", "c");

    subscribe(body.publisher(), 1).request(1);
    subscribe(body.publisher(), 1).request(1);

    assertThat(heard).containsExactly("ab", "c", "end", "ab", "c", "end");
    assertThat(body.bytes()).isEqualTo(3);
    assertThat(body.publisher().contentLength()).isEqualTo(3);
    assertThat(body.toBytes()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
  }

  private static RequestBody body(String... pieces) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (String piece : pieces) {
      buffers.add(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)));
    }
    return RequestBody.of(buffers);
  }

  private Flow.Subscription subscribe(BodyPublisher publisher, int askAgain) {
    Connection connection = new Connection(askAgain);
    publisher.subscribe(connection);
    return connection.subscriptions.get(0);
  }

  private final class Connection implements Flow.Subscriber<ByteBuffer> {
    private final List<Flow.Subscription> subscriptions = new ArrayList<>();
    private final int askAgain;

    Connection(int askAgain) {
      this.askAgain = askAgain;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriptions.add(subscription);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      heard.add(StandardCharsets.US_ASCII.decode(piece).toString());
      if (askAgain > 0) {
        subscriptions.get(0).request(askAgain);
      }
    }

    @Override
    public void onError(Throwable failure) {
      heard.add("error " + failure.getMessage());
    }

    @Override
    public void onComplete() {
      heard.add("end");
    }
  }
}
