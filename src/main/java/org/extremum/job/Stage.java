package org.extremum.job;

import org.extremum.training.Problem;

/** What a command is busy with; decides how an error nobody foresaw is sorted. */
public enum Stage {
  STARTING(
      "starting",
      Problem.Kind.USAGE,
      "check the options, or run with --debug to see where it happened"),
  READING_MODEL("reading the model", Problem.Kind.UNREADABLE, "check that the folder is complete"),
  READING(
      "reading",
      Problem.Kind.BAD_DATA,
      "check the input, or run with --debug to see where it happened"),
  TRAINING("training", Problem.Kind.NO_MODEL, "run with --debug to see where it happened"),
  WRITING("writing", Problem.Kind.OUTPUT, "check rights and free space at the output");

  private final String words;
  private final Problem.Kind kind;
  private final String remedy;

  Stage(String words, Problem.Kind kind, String remedy) {
    this.words = words;
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What is done in it, for messages. */
  String words() {
    return words;
  }

  Problem.Kind kind() {
    return kind;
  }

  String remedy() {
    return remedy;
  }
}
