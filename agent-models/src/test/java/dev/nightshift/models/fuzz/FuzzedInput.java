package dev.nightshift.models.fuzz;

import dev.nightshift.models.anthropic.AnthropicAnswers;
import dev.nightshift.models.gemini.GeminiAnswers;
import dev.nightshift.models.internal.wire.PieceCall;
import dev.nightshift.models.openai.OpenAiAnswers;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** What one call gets, which its seed alone decides. */
final class FuzzedInput {
  static final List<FuzzedFormat> FORMATS =
      List.of(
          AnthropicAnswers.format(),
          OpenAiAnswers.responses(),
          OpenAiAnswers.chat(),
          GeminiAnswers.format(),
          OpenAiAnswers.compatible());

  /** Every so many inputs, one has a string of ten million characters. */
  private static final int LARGE = 5_000;

  private static final int[] STATUSES = {400, 401, 404, 429, 500, 503, 529};
  private static final List<byte[]> ALL =
      FORMATS.stream().flatMap(format -> format.answers().stream()).toList();

  private final long seed;
  private final FuzzedFormat format;
  private final byte[] stream;
  private final PieceCall call;

  private FuzzedInput(long seed, FuzzedFormat format, byte[] stream, PieceCall call) {
    this.seed = seed;
    this.format = format;
    this.stream = stream;
    this.call = call;
  }

  static FuzzedInput of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FuzzedFormat format = FORMATS.get(random.nextInt(FORMATS.size()));
    List<byte[]> answers = format.answers();
    byte[] good = answers.get(random.nextInt(answers.size()));
    Mutator mutator = new Mutator(random, random.nextBoolean() ? answers : ALL);
    byte[] stream = random.nextInt(LARGE) == 0 ? mutator.swell(good) : mutator.mutate(good);
    int status = random.nextInt(32) == 0 ? STATUSES[random.nextInt(STATUSES.length)] : 200;
    String type = random.nextInt(32) == 0 ? "application/json" : "text/event-stream";
    Split split = Split.of(random, stream.length);
    boolean breaks = random.nextInt(8) == 0;
    return new FuzzedInput(
        seed, format, stream, new PieceCall(status, type, split.pieces(stream), breaks));
  }

  /** What makes the same input again. */
  long seed() {
    return seed;
  }

  /** Who answers. */
  FuzzedFormat format() {
    return format;
  }

  /** The body of the answer. */
  byte[] stream() {
    return stream;
  }

  /** How it arrives. */
  PieceCall call() {
    return call;
  }

  /** Returns the same answer when each byte of it arrives alone. */
  PieceCall byteByByte() {
    return new PieceCall(
        call.status(), call.contentType(), new Split(0, 1).pieces(stream), call.breaks());
  }

  @Override
  public String toString() {
    return format.name() + ", " + stream.length + " bytes, seed " + seed;
  }

  /** Where an answer is cut into pieces: sizes from a random source, none above the largest. */
  private record Split(long seed, int largest) {
    static Split of(SplittableRandom random, int length) {
      int[] sizes = {1, 2, 7, 64, 1_000, 16_384};
      int size = length > 1_000_000 ? 16_384 : sizes[random.nextInt(sizes.length)];
      return new Split(random.nextLong(), size);
    }

    Iterable<ByteBuffer> pieces(byte[] stream) {
      return () -> new Pieces(stream, largest, new SplittableRandom(seed));
    }
  }

  private static final class Pieces implements Iterator<ByteBuffer> {
    private final byte[] stream;
    private final int largest;
    private final SplittableRandom random;
    private int at;

    Pieces(byte[] stream, int largest, SplittableRandom random) {
      this.stream = stream;
      this.largest = largest;
      this.random = random;
    }

    @Override
    public boolean hasNext() {
      return at < stream.length;
    }

    @Override
    public ByteBuffer next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the stream has ended");
      }
      int size = Math.min(stream.length - at, 1 + random.nextInt(largest));
      ByteBuffer piece = ByteBuffer.wrap(stream, at, size).asReadOnlyBuffer();
      at += size;
      return piece;
    }
  }
}
