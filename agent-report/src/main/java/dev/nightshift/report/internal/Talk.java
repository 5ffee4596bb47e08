package dev.nightshift.report.internal;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.run.RunConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One conversation, as it is folded away in a page.
 *
 * @param title whose it is
 * @param answers how many answers it has
 * @param system the system text
 * @param first its first turns
 * @param between how many turns are left out behind those
 * @param last its last turns, those that are not among the first
 */
record Talk(
    String title, long answers, String system, List<Said> first, int between, List<Said> last) {
  /** Turns at each end of a conversation: what begins it and what came of it. */
  private static final int MOST_TURNS = 60;

  /** Characters at each end of a text. */
  private static final int LONGEST = 3_000;

  /** Characters of all texts of a page; behind them texts are left out whole. */
  private static final int MOST_CHARS = 2_000_000;

  /** Parts of a turn; a model may call as many tools at once as it likes. */
  private static final int MOST_PARTS = 20;

  /**
   * One turn.
   *
   * @param number from 1 on
   * @param who the host, or the model that answered
   * @param parts the parts of it, none of them blank
   */
  record Said(int number, String who, List<Part> parts) {}

  /**
   * A part of a turn.
   *
   * @param label what it is
   * @param text what it says, cut if it is long
   */
  record Part(String label, String text) {}

  /** All conversations of a run, the first ones whole if there is not room for all. */
  static List<Talk> all(List<RunConversation> conversations) {
    AtomicInteger room = new AtomicInteger(MOST_CHARS);
    return conversations.stream().map(said -> of(said, room)).toList();
  }

  private static Talk of(RunConversation said, AtomicInteger room) {
    List<Turn> turns = said.turns();
    String system = cut(said.system(), room);
    int first = Math.min(MOST_TURNS, turns.size());
    int last = Math.max(first, turns.size() - MOST_TURNS);
    return new Talk(
        Tell.role(said.role())
            + ", "
            + said.name()
            + (said.fork().isEmpty() ? "" : ", in fork " + said.fork()),
        said.turns().stream().filter(AssistantTurn.class::isInstance).count(),
        system,
        said(turns, 0, first, room),
        last - first,
        said(turns, last, turns.size(), room));
  }

  private static List<Said> said(List<Turn> turns, int from, int to, AtomicInteger room) {
    List<Said> said = new ArrayList<>();
    for (int turn = from; turn < to; turn++) {
      said.add(said(turn + 1, turns.get(turn), room));
    }
    return said;
  }

  private static Said said(int number, Turn turn, AtomicInteger room) {
    String who = turn instanceof AssistantTurn answer ? answer.producer().toString() : "Nightshift";
    List<ContentBlock> blocks = turn.blocks();
    List<Part> parts = new ArrayList<>();
    for (ContentBlock block : blocks.subList(0, Math.min(MOST_PARTS, blocks.size()))) {
      Part part = part(block, room);
      if (!part.text().isBlank()) {
        parts.add(part);
      }
    }
    if (blocks.size() > MOST_PARTS) {
      parts.add(
          new Part("left out", Tell.count(blocks.size() - MOST_PARTS, "more part", "more parts")));
    }
    return new Said(number, who, parts);
  }

  private static Part part(ContentBlock block, AtomicInteger room) {
    if (block instanceof ContentBlock.Text text) {
      return new Part("text", cut(text.text(), room));
    } else if (block instanceof ContentBlock.Thinking thought) {
      return new Part("thought", cut(thought.text(), room));
    } else if (block instanceof ContentBlock.ToolUse use) {
      return new Part("calls " + use.name(), cut(use.argumentsJson(), room));
    } else if (block instanceof ContentBlock.ToolResult result) {
      return new Part(
          result.isError() ? "a call failed" : "a call gave", cut(result.content(), room));
    }
    ContentBlock.Other other = (ContentBlock.Other) block;
    return new Part(other.kind(), cut(other.json(), room));
  }

  /** No half of a character that takes two is left at a cut. */
  private static String cut(String text, AtomicInteger room) {
    if (text.isBlank()) {
      return "";
    }
    if (room.addAndGet(-Math.min(text.length(), 2 * LONGEST)) < 0) {
      return "[.. left out: the page has no room; the records of the run have it ..]";
    }
    if (text.length() <= 2 * LONGEST) {
      return text;
    }
    int begin = LONGEST - (Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? 1 : 0);
    int end = text.length() - LONGEST;
    end += Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
    return text.substring(0, begin)
        + "\n[.. "
        + Tell.count((long) end - begin)
        + " characters are left out; the records of the run have them ..]\n"
        + text.substring(end);
  }
}
