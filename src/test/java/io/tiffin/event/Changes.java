package io.tiffin.event;

/** Takes what an event changes of what counts. */
interface Changes {

  void gone(Counted was);

  void come(Counted is);
}
