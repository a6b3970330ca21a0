package io.tiffin.web;

import io.tiffin.feature.Catalogue;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue of features. */
@RestController
final class CatalogueController implements CatalogueApi {

  private final byte[] catalogue;

  CatalogueController(Catalogue catalogue, StrictJson json) {
    this.catalogue =
        json.write(CatalogueJson.of(catalogue)); // it never changes while the service runs
  }

  @Override
  public ResponseEntity<byte[]> catalogue() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(catalogue);
  }
}
