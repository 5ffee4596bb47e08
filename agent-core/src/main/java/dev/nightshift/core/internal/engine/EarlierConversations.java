package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.journal.RecordedConversation;
import dev.nightshift.core.internal.journal.RecordedConversation.Exchange;
import dev.nightshift.core.internal.journal.RecordedConversation.Kept;
import dev.nightshift.core.internal.journal.RecordedConversation.Unsent;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.internal.metering.ConversationPast;
import dev.nightshift.core.internal.metering.EarlierModels;
import dev.nightshift.core.internal.metering.RunMeter;
import dev.nightshift.core.internal.metering.RunSignals;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.routing.ModelChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one scope that the record of a run tells of, for the run to go on with. None
 * in a run that began in this process. Used by the one thread of its scope.
 */
final class EarlierConversations {
  private final Steps steps;
  private final RunMeter meter;

  /** By role, name and number, in the order in which they were begun. */
  private final Map<String, RecordedConversation> left = new LinkedHashMap<>();

  private EarlierConversations(Steps steps, RunMeter meter) {
    this.steps = steps;
    this.meter = meter;
  }

  /** Reads those of a scope, and tells its meter which models served them. */
  static EarlierConversations in(Steps steps, RunMeter meter) {
    EarlierConversations earlier = new EarlierConversations(steps, meter);
    if (steps.record().isResumed()) {
      RecordedConversation.in(steps.record()).forEach(earlier::add);
    }
    return earlier;
  }

  /** Tells the meter of a run what was chosen and what was compacted, on whichever branch. */
  static void tell(RunRecord record, RunMeter meter) {
    EarlierModels earlier = new EarlierModels(meter);
    record
        .notes(RunSignals.ROUTED, ModelChoice.class)
        .values()
        .forEach(choices -> choices.forEach(earlier::chosen));
    record
        .notes(RunSignals.COMPACTED, Compaction.class)
        .values()
        .forEach(compactions -> compactions.forEach(earlier::compacted));
  }

  private void add(String key, RecordedConversation conversation) {
    if (!steps.isOwnKey(key)) {
      return;
    }
    String own = key.substring(steps.scope().length());
    left.put(own, conversation);
    int slash = own.indexOf('/');
    new EarlierModels(meter)
        .served(
            conversation.spec(),
            new AgentRole(own.substring(0, slash)),
            own.substring(slash + 1),
            conversation.exchanges().stream().map(Exchange::model).toList());
  }

  /**
   * A conversation to go on with.
   *
   * @param key its key in the record
   * @param past what was said
   * @param isChanged whether it goes on with another specification
   * @param turnsDropped how many turns are left of it if what followed cannot be told again;
   *     negative if nothing is dropped
   */
  record Earlier(String key, ConversationPast past, boolean isChanged, int turnsDropped) {}

  /**
   * Where somebody worked, as how many steps there were before.
   *
   * @param own the rounds of this very object
   * @param ofName those of all that have its name, its own among them
   */
  record Rounds(Set<Integer> own, Set<Integer> ofName) {}

  /**
   * Takes the first that was begun under a name by this object, or else by one of its name with the
   * same specification, if there is one.
   *
   * @param role who talks
   * @param name what the role calls it
   * @param rounds in which it may have been begun
   */
  @Nullable Earlier take(AgentRole role, String name, ConversationSpec spec, Rounds rounds) {
    List<Map.Entry<String, RecordedConversation>> named =
        left.entrySet().stream()
            .filter(one -> nameOf(one.getKey()).equals(role.name() + "/" + name))
            .toList();
    return named.stream()
        .filter(one -> rounds.own().contains(one.getValue().begunAt()))
        .findFirst()
        .or(
            () ->
                named.stream()
                    .filter(one -> rounds.ofName().contains(one.getValue().begunAt()))
                    .filter(one -> one.getValue().spec().equals(spec))
                    .findFirst())
        .map(one -> taken(one.getKey(), role, spec))
        .orElse(null);
  }

  private static String nameOf(String key) {
    return key.substring(0, key.lastIndexOf('#'));
  }

  private Earlier taken(String own, AgentRole role, ConversationSpec spec) {
    return earlier(own, role, spec, Objects.requireNonNull(left.remove(own), own));
  }

  private Earlier earlier(
      String own, AgentRole role, ConversationSpec spec, RecordedConversation recorded) {
    boolean isInFlight = steps.passed() == steps.recorded();
    // What the step in flight said is told again; to a later one, all was said before.
    int now = isInFlight ? steps.recorded() : Integer.MAX_VALUE;
    boolean isChanged = !recorded.spec().equals(spec);
    List<Exchange> all = recorded.exchanges();
    int heard = (int) all.stream().filter(one -> one.steps() < now).count();
    Unsent unsent = recorded.unsent();
    List<Kept> kept = heard < all.size() ? all.get(heard).before() : unsent.kept();
    Optional<UserTurn> next =
        Optional.of(unsent.steps())
            .filter(at -> at == now)
            .flatMap(at -> unsent.sending())
            .or(() -> unsent.keptAt(now));
    String booked = meter.booked(own.substring(own.indexOf('/') + 1));
    boolean isDropped = isChanged && heard < all.size();
    ConversationPast past =
        new ConversationPast(
            booked,
            callsOf(role, booked),
            exchanges(all.subList(0, heard)),
            RecordedConversation.keptBefore(kept, now),
            isDropped ? List.of() : exchanges(all.subList(heard, all.size())),
            isDropped ? Optional.empty() : next);
    int turns = past.heard().stream().mapToInt(one -> one.sent().isPresent() ? 2 : 1).sum();
    return new Earlier(steps.scope() + own, past, isChanged, isDropped ? turns : -1);
  }

  private static List<ConversationPast.Exchange> exchanges(List<Exchange> recorded) {
    return recorded.stream()
        .map(
            one ->
                new ConversationPast.Exchange(
                    one.sent(),
                    new ModelResponse(one.answer(), one.usage(), one.model(), ""),
                    one.compacted()))
        .toList();
  }

  /** The highest turn for which money was set aside; what is sent from now on is another one. */
  private int callsOf(AgentRole role, String booked) {
    Stream<AttemptKey> keys =
        steps.record().notes(RunSignals.RESERVED, Reservation.class).values().stream()
            .flatMap(List::stream)
            .map(Reservation::key);
    return keys.filter(key -> key.role().equals(role) && key.conversation().equals(booked))
        .mapToInt(AttemptKey::turn)
        .max()
        .orElse(0);
  }
}
