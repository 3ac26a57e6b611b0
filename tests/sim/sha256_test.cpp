#include "sim/sha256.hpp"

#include "tests/catch.hpp"

TEST_CASE("SHA-256 gives the digests of the standard's examples") {
  // The examples are from FIPS 180-2, appendix B, and NIST's example of the empty message. sha256sum prints
  // the same digests.
  CHECK(sim::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sim::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sim::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sim::sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on the pieces into which a message is split") {
  std::string message;
  for (int i = 0; i < 300; ++i) {
    message += static_cast<char>(i * 7);
  }
  for (const std::size_t length : {1U, 55U, 56U, 63U, 64U, 65U, 119U, 120U, 128U, 300U}) {
    const std::string_view whole = std::string_view(message).substr(0, length);
    for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U}) {
      sim::Sha256 hash;
      for (std::size_t at = 0; at < whole.size(); at += piece) {
        static_cast<void>(hash.digest());  // reads the digest without changing the state
        hash.add(whole.substr(at, piece));
      }
      INFO(length << " bytes in pieces of " << piece);
      CHECK(hash.digest() == sim::sha256(whole));
    }
  }
}
