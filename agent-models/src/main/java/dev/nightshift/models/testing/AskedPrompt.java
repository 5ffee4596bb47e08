package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.testing.PromptPart.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request asks, whatever API it is written for.
 *
 * @param model the model asked
 * @param maxTokens the largest answer, 0 if it does not say
 * @param lifetime how long the prompt is to be cached, zero for not at all; empty if the request as
 *     a whole does not say
 * @param parts in the order in which the vendor's cache sees them
 */
record AskedPrompt(
    String model, int maxTokens, Optional<Duration> lifetime, List<PromptPart> parts) {
  AskedPrompt {
    parts = List.copyOf(parts);
  }

  /** Returns how much input it is: all but the settings. */
  long tokens() {
    return PromptPart.tokens(counted().mapToLong(part -> part.bytes().length).sum());
  }

  /** Returns the parts that are input. */
  Stream<PromptPart> counted() {
    return parts.stream().filter(part -> part.kind() != Kind.SETTING);
  }

  List<String> toolNames() {
    return of(Kind.TOOL).map(PromptPart::text).toList();
  }

  String system() {
    return joined(of(Kind.SYSTEM));
  }

  int messages() {
    return (int) said().mapToInt(PromptPart::message).distinct().count();
  }

  int answers() {
    return (int) of(Kind.MODEL).mapToInt(PromptPart::message).distinct().count();
  }

  String firstUserText() {
    int first = of(Kind.USER).mapToInt(PromptPart::message).findFirst().orElse(0);
    return joined(of(Kind.USER).filter(part -> part.message() == first));
  }

  /** Returns what was said last, to the model as a rule. */
  List<ContentBlock> last() {
    List<PromptPart> said = said().toList();
    int from = said.size();
    while (from > 0 && said.get(from - 1).kind() == said.get(said.size() - 1).kind()) {
      from--;
    }
    return said.subList(from, said.size()).stream().map(PromptPart::block).toList();
  }

  private Stream<PromptPart> said() {
    return parts.stream().filter(part -> part.kind() == Kind.USER || part.kind() == Kind.MODEL);
  }

  private Stream<PromptPart> of(Kind kind) {
    return parts.stream().filter(part -> part.kind() == kind);
  }

  private static String joined(Stream<PromptPart> parts) {
    return parts
        .filter(part -> part.block() instanceof ContentBlock.Text)
        .map(PromptPart::text)
        .collect(Collectors.joining("\n"));
  }
}
