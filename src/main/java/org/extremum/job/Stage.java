package org.extremum.job;

import org.extremum.training.Problem;

/** What a command is busy with; decides how an error nobody foresaw is sorted. */
public enum Stage {
  STARTING(Problem.Kind.USAGE, "check the options, or run with --debug to see where it happened"),
  READING_MODEL(Problem.Kind.UNREADABLE, "check that the folder is complete"),
  READING(Problem.Kind.BAD_DATA, "check the input, or run with --debug to see where it happened"),
  TRAINING(Problem.Kind.NO_MODEL, "run with --debug to see where it happened"),
  WRITING(Problem.Kind.OUTPUT, "check rights and free space at the output");

  private final Problem.Kind kind;
  private final String remedy;

  Stage(Problem.Kind kind, String remedy) {
    this.kind = kind;
    this.remedy = remedy;
  }

  Problem.Kind kind() {
    return kind;
  }

  String remedy() {
    return remedy;
  }
}
