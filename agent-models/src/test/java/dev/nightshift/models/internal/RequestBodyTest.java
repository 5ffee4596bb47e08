package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int LARGE = 8193;
  private final List<String> heard = new ArrayList<>();

  @Test
  void sendsNoMoreThanIsAskedFor() {
    Flow.Subscription sending = subscribe(large("1", "2", "3").publisher(), 0);

    sending.request(1);
    assertThat(heard).containsExactly("1");

    sending.request(2);
    assertThat(heard).containsExactly("1", "2", "3", "end");
  }

  /** The JDK asks from within onNext; a call for each piece would not stand a long history. */
  @Test
  void connectionThatAsksWhileItReceivesNeedsNoDeepStack() {
    ByteBuffer piece = ByteBuffer.wrap("x".repeat(LARGE).getBytes(StandardCharsets.US_ASCII));
    List<ByteBuffer> many = Collections.nCopies(20_000, piece);

    subscribe(RequestBody.of(many).publisher(), 1).request(1);

    assertThat(heard).hasSize(many.size() + 1).endsWith("x", "end");
  }

  @Test
  void saysNothingAfterItWasCancelled() {
    Flow.Subscription sending = subscribe(large("1", "2").publisher(), 0);
    sending.request(1);

    sending.cancel();
    sending.request(5);

    assertThat(heard).containsExactly("1");
  }

  @Test
  void askingForNothingIsTheErrorThatTheContractOfFlowsWants() {
    Flow.Subscription sending = subscribe(large("1").publisher(), 0);

    sending.request(0);
    sending.request(1);

    assertThat(heard).containsExactly("error asked for 0 pieces");
  }

  /** A call may be sent twice by the HTTP client, after a connection that was closed meanwhile. */
  @Test
  void canBeSentAgainAndCountsItsBytes() {
    RequestBody body = large("a", "b");

    subscribe(body.publisher(), 1).request(1);
    subscribe(body.publisher(), 1).request(1);

    assertThat(heard).containsExactly("a", "b", "end", "a", "b", "end");
    assertThat(body.bytes()).isEqualTo(2 * LARGE);
    assertThat(body.publisher().contentLength()).isEqualTo(2 * LARGE);
    assertThat(body.toBytes())
        .isEqualTo(("a".repeat(LARGE) + "b".repeat(LARGE)).getBytes(StandardCharsets.US_ASCII));
  }

  /** Symptom: commas, marks and the head of a small request were each sent alone. */
  @Test
  void smallPiecesAreSentTogether() {
    String large = "x".repeat(17_000);
    String medium = "y".repeat(8_500);

    subscribe(body(List.of("a", "", "b", large, "c", medium, medium)).publisher(), 1).request(1);

    assertThat(heard).containsExactly("ab", large, "c" + medium, medium, "end");
  }

  /** A body whose pieces are too large to be sent together. */
  private static RequestBody large(String... letters) {
    return body(Stream.of(letters).map(letter -> letter.repeat(LARGE)).toList());
  }

  private static RequestBody body(List<String> pieces) {
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
      String text = StandardCharsets.US_ASCII.decode(piece).toString();
      heard.add(text.length() == LARGE ? text.substring(0, 1) : text);
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
