package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The recorded calls of a provider, played again without a network, a key or a bill.
 *
 * <p>A request is found by its model, its options, its standing instructions, its tools in any
 * order and its conversation; not by the largest answer that was paid for, which depends on what is
 * left of a budget, nor by run, role or deadline. Equal requests get their recordings in the order
 * in which they ended. A request that was not recorded, or more often than it was recorded, fails
 * at once with an {@link AssertionError} that names the nearest recording and the first difference.
 *
 * <p>Secrets are replaced by {@code [redacted]} before anything is written or a request is looked
 * for, in requests, answers, their wire form and messages of failures: the keys of the providers of
 * this process, however they are escaped or encoded; what begins like a key of a known service;
 * what is given to a name such as {@code password} or {@code API_KEY}, in code, settings, JSON at
 * any depth, XML or a command; private keys, headers and URLs with a password; and what the
 * patterns match that the caller lists. Some words that are no secret may go too. A conversation
 * may hold secrets that nothing tells from other words: look at a file before you publish it.
 *
 * <p><b>Shape</b> of the file: UTF-8, one JSON object per line; one for the provider, one for the
 * facts of each model at its first call, one per call with its whole request. <b>Threads:</b> safe
 * for concurrent use, as is a provider that records.
 */
public final class Cassette implements ModelProvider {
  private final CassetteFile file;
  private final CassetteTape tape;
  private final Redaction redaction;

  private Cassette(CassetteFile file, Redaction redaction) {
    this.file = file;
    this.redaction = redaction;
    this.tape = new CassetteTape(file);
  }

  /**
   * Returns a provider that calls another one and writes down what came of each call: an answer
   * with its wire form, usage, model and request id, or the facts of a {@link ModelException}. What
   * was cancelled from this side or ended otherwise is passed on and not recorded.
   *
   * @param provider who is called; its answers and failures are passed on as they are
   * @param file written anew; each call is there when it returns
   * @param secrets what is redacted besides keys; must not match across a JSON string's end
   * @return a provider of the same name, models and facts
   * @throws UncheckedIOException if the file cannot be written; its calls throw that too
   */
  public static ModelProvider record(ModelProvider provider, Path file, Pattern... secrets) {
    Require.nonNull(provider, "provider");
    Require.nonNull(file, "file");
    Redaction redaction = Redaction.of(Require.elements(secrets, "secrets"));
    return new RecordingProvider(provider, CassetteFile.create(file, provider.name()), redaction);
  }

  /**
   * Returns a provider that plays what a file holds. It knows the models whose facts were recorded;
   * their prices are those of the recording, and their tokens are bounded by bytes.
   *
   * @param file read whole, now
   * @param secrets the patterns given when it was recorded; and, if a request repeats the key of a
   *     provider of then that looks like no key, one of that
   * @return a provider under the name of the recorded one
   * @throws UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is no cassette, naming the line
   */
  public static Cassette replay(Path file, Pattern... secrets) {
    Require.nonNull(file, "file");
    Redaction redaction = Redaction.of(Require.elements(secrets, "secrets"));
    return new Cassette(CassetteFile.read(file), redaction);
  }

  @Override
  public String name() {
    return file.provider();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the facts of that model were not recorded
   */
  @Override
  public ModelFacts facts(ModelId id) {
    return file.facts(Require.nonNull(id, "id"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssertionError if there is no recording left for the request
   */
  @Override
  public ModelResponse complete(ModelRequest request, CallContext context)
      throws InterruptedException {
    Require.nonNull(request, "request");
    Require.nonNull(context, "context");
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the call of " + request.model());
    }
    return tape.next(CassetteRequest.of(request, redaction)).play();
  }

  /**
   * Returns the recordings that were not played so far.
   *
   * @return one line of text each, in the order of the file
   */
  public List<String> unused() {
    return tape.unused();
  }

  /**
   * Checks that every recording was played and nothing else was asked for.
   *
   * @throws AssertionError naming the recordings that were not played, or the request that had none
   */
  public void assertExhausted() {
    tape.assertExhausted();
  }

  @Override
  public String toString() {
    return "Cassette[" + file + "]";
  }
}
