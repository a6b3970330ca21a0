package io.tiffin.fuzz;

/** Which port an operation is asked at. */
enum Port {
  API,
  MANAGEMENT
}
