package dev.nightshift.models.internal;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the requests of a conversation begin with, written once: model, options, tools and system
 * text. Keeps some of those that were written last.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class RequestHeads {
  private static final int MOST = 64;

  private final Function<ModelRequest, byte[]> encoder;

  /** Read without a lock, which a thousand agents would wait for in turn. */
  private final Map<Head, byte[]> recent = new ConcurrentHashMap<>();

  /** Creates a store without heads; {@code encoder} writes one, of nothing but what is named. */
  public RequestHeads(Function<ModelRequest, byte[]> encoder) {
    this.encoder = encoder;
  }

  /** Returns the head of a request, as a read-only view. */
  public ByteBuffer of(ModelRequest request) {
    Head head = new Head(request.model(), request.options(), request.tools(), request.system());
    byte[] known = recent.get(head);
    if (known == null) {
      known = encoder.apply(request);
      if (recent.size() >= MOST) {
        // Those in use are written once more, which is cheaper than knowing which they are.
        recent.clear();
      }
      recent.put(head, known);
    }
    return ByteBuffer.wrap(known).asReadOnlyBuffer();
  }

  private record Head(
      ModelId model, ModelOptions options, List<ToolDefinition> tools, String system) {}
}
