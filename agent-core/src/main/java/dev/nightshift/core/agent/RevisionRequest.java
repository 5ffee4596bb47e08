package dev.nightshift.core.agent;

/**
 * The one change a reviewer asks for.
 *
 * @param finding where and what is wrong
 * @param requiredChange what has to be true afterwards
 * @param howToVerify how the reviewer will see that it is
 */
public record RevisionRequest(Finding finding, String requiredChange, String howToVerify) {}
