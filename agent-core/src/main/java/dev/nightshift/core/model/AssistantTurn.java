package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model answered, with the model that produced it. A value with equality. */
public final class AssistantTurn implements Turn {
  private final ModelId producer;
  private final StopReason stopReason;
  private final List<ContentBlock> blocks;
  private final List<ContentBlock.ToolUse> toolUses;
  private final @Nullable WireForm wireForm;

  private AssistantTurn(
      ModelId producer,
      StopReason stopReason,
      List<ContentBlock> blocks,
      List<ContentBlock.ToolUse> toolUses,
      @Nullable WireForm wireForm) {
    this.producer = producer;
    this.stopReason = stopReason;
    this.blocks = blocks;
    this.toolUses = toolUses;
    this.wireForm = wireForm;
  }

  /**
   * Returns a turn.
   *
   * @param producer the model that answered
   * @param stopReason why it stopped
   * @param blocks the content in order; may be empty when the model said nothing
   * @return the turn, without a wire form
   */
  public static AssistantTurn of(
      ModelId producer, StopReason stopReason, List<? extends ContentBlock> blocks) {
    Require.nonNull(producer, "producer");
    Require.nonNull(stopReason, "stopReason");
    List<ContentBlock> all = Require.elements(blocks, "blocks");
    List<ContentBlock.ToolUse> uses = new ArrayList<>();
    for (ContentBlock block : all) {
      if (block instanceof ContentBlock.ToolUse use) {
        uses.add(use);
      }
    }
    return new AssistantTurn(producer, stopReason, all, List.copyOf(uses), null);
  }

  /**
   * Returns a finished turn with one text.
   *
   * @param producer the model that answered
   * @param text the text
   * @return the turn
   */
  public static AssistantTurn text(ModelId producer, String text) {
    Require.nonNull(producer, "producer");
    Require.nonNull(text, "text");
    return of(producer, StopReason.END_TURN, List.of(new ContentBlock.Text(text)));
  }

  /**
   * Returns this turn with the bytes its producer sent.
   *
   * @param wire the exact content
   * @return a copy that keeps the wire form
   */
  public AssistantTurn withWireForm(WireForm wire) {
    Require.nonNull(wire, "wire");
    return new AssistantTurn(producer, stopReason, blocks, toolUses, wire);
  }

  /**
   * Returns the model that produced this turn.
   *
   * @return the producer
   */
  public ModelId producer() {
    return producer;
  }

  /**
   * Returns why the model stopped.
   *
   * @return the stop reason
   */
  public StopReason stopReason() {
    return stopReason;
  }

  @Override
  public List<ContentBlock> blocks() {
    return blocks;
  }

  /**
   * Returns the turn as its producer sent it.
   *
   * @return the exact bytes, or empty if the provider kept none
   */
  public Optional<WireForm> wireForm() {
    return Optional.ofNullable(wireForm);
  }

  /**
   * Returns the tool requests in order.
   *
   * @return the requests; empty if there are none
   */
  public List<ContentBlock.ToolUse> toolUses() {
    return toolUses;
  }

  /**
   * Returns all text blocks joined by line breaks.
   *
   * @return the text, empty if the model wrote none
   */
  public String text() {
    return blocks.stream()
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AssistantTurn that
        && producer.equals(that.producer)
        && stopReason.equals(that.stopReason)
        && blocks.equals(that.blocks)
        && Objects.equals(wireForm, that.wireForm);
  }

  @Override
  public int hashCode() {
    return Objects.hash(producer, stopReason, blocks, wireForm);
  }

  @Override
  public String toString() {
    return "AssistantTurn[" + producer + ", " + stopReason + ", " + blocks.size() + " blocks]";
  }
}
