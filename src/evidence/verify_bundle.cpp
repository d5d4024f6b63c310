// Reads a bundle and refuses whatever was not sealed.
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

#include "base/codec.h"
#include "evidence/bundle.h"
#include "evidence/bundle_format.h"
#include "evidence/verify_chain.h"

namespace studylab::evidence {
namespace {

struct Seal {
  Hash header;
  Hash nonce;
  Hash platform;
  Hash lab;
  PublicKey public_key;
  Signature signature;
};

std::unexpected<BundleError> error(std::string where, std::string what) {
  return std::unexpected(BundleError{std::move(where), std::move(what)});
}

std::string name_of(ChainKind kind, std::uint64_t place) {
  return kind == ChainKind::lab ? fmt::format("lab entry {}", place)
                                : fmt::format("platform entry-{}", place);
}

std::expected<void, BundleError> take_header(Bytes& rest, Bundle& bundle) {
  if (rest.size() < bundle_magic.size() ||
      !std::equal(bundle_magic.begin(), bundle_magic.end(), rest.begin())) {
    return error("header", "not an evidence bundle");
  }
  Decoder decoder{rest.subspan(bundle_magic.size())};
  std::uint16_t version = 0;
  decoder.take(version);
  if (decoder.ok() && version != bundle_version) {
    return error("header", fmt::format("its format is version {}; this program reads version {}",
                                       version, bundle_version));
  }
  std::uint32_t platform_size = 0;
  std::uint32_t lab_size = 0;
  decoder.take(bundle.run);
  decoder.take(bundle.program_version);
  decoder.take(bundle.drill);
  decoder.take(bundle.platform.before.size);
  decoder.take(bundle.platform.before.hash);
  decoder.take(platform_size);
  decoder.take(lab_size);
  if (!decoder.ok()) return error("header", "it is cut short");
  // A chain's entries have 32-bit numbers.
  if (bundle.platform.before.size > std::numeric_limits<std::uint32_t>::max() - platform_size) {
    return error("header", "its platform chain is too long");
  }
  bundle.platform.head.size = bundle.platform.before.size + platform_size;
  bundle.lab.head.size = lab_size;
  rest = rest.last(decoder.left());
  return {};
}

// The seal at the end of the file, if it is present and its signature is good.
std::optional<Seal> trusted_seal(Bytes after_header) {
  if (after_header.size() < seal_size) return std::nullopt;
  auto const bytes = after_header.last(seal_size);
  Seal seal;
  Decoder decoder{bytes};
  decoder.take(seal.header);
  decoder.take(seal.nonce);
  decoder.take(seal.platform);
  decoder.take(seal.lab);
  decoder.raw(seal.public_key.bytes);
  decoder.raw(seal.signature.bytes);
  STUDYLAB_CHECK(decoder.done());
  auto const hash = blake2b(bytes.first(seal_size - seal.signature.bytes.size()));
  bool const good =
      crypto_sign_verify_detached(seal.signature.bytes.data(), hash.bytes.data(), hash.bytes.size(),
                                  seal.public_key.bytes.data()) == 0;
  return good ? std::optional{seal} : std::nullopt;
}

// Takes one chain off the front of `rest` into `chain`. Its head has the size, and with a trusted
// seal the hash.
std::expected<void, BundleError> take_chain(Bytes& rest, ChainKind kind, bool trusted,
                                            SealedChain& chain) {
  auto const all = rest;
  auto const verified = trusted ? verify_sealed(rest, kind, chain.before, chain.head)
                                : verify_unsealed(rest, kind, chain.before, chain.head.size);
  if (!verified) return error(name_of(kind, verified.error().entry), verified.error().what);
  chain.bytes.assign(reinterpret_cast<char const*>(all.data()), all.size() - rest.size());
  return {};
}

// Whether `rest` begins with an extra platform entry that was not sealed, and then continues
// correctly.
bool has_extra_platform_entry(Bytes rest, Head const& lab) {
  auto const entry = take_entry(rest);
  return entry && entry->kind < first_lab_kind && verify_sealed(rest, ChainKind::lab, {}, lab);
}

template <class T>
bool is(std::optional<EntryView> const& entry) {
  return entry && entry->kind == T::fact_kind.number && entry->version == T::fact_kind.version;
}

bool commits_to(RunOpened const& opened, Hash const& nonce, EntryView const& lab_first) {
  return opened.commitment == commitment(nonce, lab_first.body);
}

// The first and last entry of a sealed chain. A run opens once and ends once.
struct Ends {
  std::optional<EntryView> first;
  std::optional<EntryView> last;
  std::optional<BundleError> wrong;  // an opening or ending fact in another place
};

Ends ends_of(SealedChain const& chain, ChainKind kind) {
  Ends ends;
  std::uint64_t place = chain.before.size;
  for (auto rest = as_bytes(chain.bytes); !rest.empty() && !ends.wrong;) {
    ends.last = take_entry(rest).value();
    ++place;
    if (!ends.first) ends.first = ends.last;
    bool const opens = is<RunOpened>(ends.last) || is<LabOpened>(ends.last);
    if (opens && place > chain.before.size + 1) {
      ends.wrong = BundleError{name_of(kind, place), "only the first entry can open a run"};
    }
    if (is<RunEnded>(ends.last) && !rest.empty()) {
      ends.wrong = BundleError{name_of(kind, place), "the run ends here, but more entries follow"};
    }
  }
  return ends;
}

// Checks how a run begins and ends, and what binds its two chains. Both chains are already
// verified.
std::expected<void, BundleError> check_ends(Bundle const& bundle) {
  auto const no = [](ChainKind chain, std::uint64_t place, FactKind const& kind) {
    return error(name_of(chain, place), fmt::format("not a {}", kind.name));
  };
  auto const platform_first = bundle.platform.before.size + 1;
  auto const platform = ends_of(bundle.platform, ChainKind::platform);
  auto const lab = ends_of(bundle.lab, ChainKind::lab);
  if (!is<RunOpened>(platform.first)) {
    return no(ChainKind::platform, platform_first, RunOpened::fact_kind);
  }
  auto const opened = decoded<RunOpened>(platform.first->payload).value();
  bool const binds = lab.first && commits_to(opened, bundle.nonce, *lab.first);
  if (lab.first && !binds) {
    return error(name_of(ChainKind::platform, platform_first), "it commits to another lab chain");
  }
  if (platform.wrong) return std::unexpected(*platform.wrong);
  if (!is<RunEnded>(platform.last)) {
    return no(ChainKind::platform, bundle.platform.head.size + 1, RunEnded::fact_kind);
  }
  if (!is<LabOpened>(lab.first)) return no(ChainKind::lab, 1, LabOpened::fact_kind);
  if (lab.wrong) return std::unexpected(*lab.wrong);
  if (opened.program_version != bundle.program_version || opened.drill != bundle.drill) {
    return error("header", "its program version or drill differs from the first entry's");
  }
  return {};
}

// The two chains of a file without a trusted header: the lab's begins with the first entry of its
// kinds.
struct Split {
  Head before;  // the platform's
  Bytes platform;
  Bytes lab;
};

// The head before a platform chain: the one in its first entry if that opens the run; otherwise
// `stated`.
Head head_before(Bytes platform, Head const& stated) {
  auto const first = take_entry(platform);
  bool const opens = first && is<RunOpened>(*first) && first->sequence > 0;
  return opens ? Head{first->sequence - 1, first->previous} : stated;
}

Split split(Bytes entries, Head const& stated) {
  auto rest = entries;
  while (!rest.empty()) {
    auto after = rest;
    auto const entry = take_entry(after);
    if (!entry || entry->kind >= first_lab_kind) break;
    rest = after;
  }
  auto const platform = entries.first(entries.size() - rest.size());
  return {head_before(platform, stated), platform, rest};
}

// Whether the first entries of the two chains match; none if they cannot be read.
std::optional<bool> first_entries_match(Split const& chains, Hash const& nonce) {
  auto platform = chains.platform;
  auto lab = chains.lab;
  auto const first = platform.empty() ? std::nullopt : std::optional{take_entry(platform)};
  auto const lab_first = lab.empty() ? std::nullopt : std::optional{take_entry(lab)};
  if (!first || !*first || !lab_first || !*lab_first) return std::nullopt;
  if (!is<RunOpened>(**first)) return std::nullopt;
  auto const opened = decoded<RunOpened>((*first)->payload);
  return opened ? std::optional{commits_to(*opened, nonce, **lab_first)} : std::nullopt;
}

// A consistent chain that is not the sealed one was swapped as a whole: then its first entry is
// wrong, if the commitment shows that.
std::optional<BundleError> swapped(Split const& chains, Seal const& seal) {
  if (first_entries_match(chains, seal.nonce).value_or(true)) return std::nullopt;
  if (verify_to(chains.platform, ChainKind::platform, chains.before, seal.platform)) {
    return BundleError{name_of(ChainKind::lab, 1),
                       "the platform chain commits to another lab chain"};
  }
  if (verify_to(chains.lab, ChainKind::lab, {}, seal.lab)) {
    return BundleError{name_of(ChainKind::platform, chains.before.size + 1),
                       "it commits to another lab chain"};
  }
  return std::nullopt;
}

// Whether bytes begin with a chain's first entry, or with its second if the first was removed.
bool begins_with_a_fact(Split const& chains) {
  auto bytes = chains.platform;
  auto const first = take_entry(bytes);
  auto const place = chains.before.size + 1;
  if (!first || (first->sequence != place && first->sequence != place + 1)) return false;
  auto const fact = decode_fact(first->kind, first->version, first->payload);
  return fact && std::holds_alternative<Fact>(*fact);
}

// The header is not the sealed one. If the entries are not the sealed ones either, the header was
// changed to match them, and the error names the entry that was removed or added. None if the
// entries are unchanged, or if the header is too damaged to find them.
std::optional<BundleError> wrong_entry(Split const& chains, Seal const& seal) {
  if (!begins_with_a_fact(chains)) return std::nullopt;
  if (auto error = swapped(chains, seal)) return error;
  auto const named = [](ChainKind kind, ChainError const& error) {
    return BundleError{name_of(kind, error.entry), error.what};
  };
  if (auto const good =
          verify_to(chains.platform, ChainKind::platform, chains.before, seal.platform);
      !good) {
    return named(ChainKind::platform, good.error());
  }
  if (auto const good = verify_to(chains.lab, ChainKind::lab, {}, seal.lab); !good) {
    return named(ChainKind::lab, good.error());
  }
  return std::nullopt;
}

}  // namespace

std::expected<Bundle, BundleError> decode_bundle(Bytes file) {
  Bundle bundle;
  auto rest = file;
  if (auto const header = take_header(rest, bundle); !header)
    return std::unexpected(header.error());
  auto const header = file.first(file.size() - rest.size());

  // With a good seal, the header and the size and last hash of each chain are certain, and the
  // error is exact. Without one, the entries can still show the reason: a cut file has lost its
  // seal too.
  auto const seal = trusted_seal(rest);
  auto const chains =
      seal ? split(rest.first(rest.size() - seal_size), bundle.platform.before) : Split{};
  if (seal) {
    if (seal->header != blake2b(header)) {
      if (auto wrong = wrong_entry(chains, *seal)) return std::unexpected(std::move(*wrong));
      return error("header", "it is not the one that was sealed");
    }
    bundle.platform.head.hash = seal->platform;
    bundle.lab.head.hash = seal->lab;
    bundle.nonce = seal->nonce;
    bundle.public_key = seal->public_key;
    bundle.signature = seal->signature;
    rest = rest.first(rest.size() - seal_size);
  }
  bool const trusted = seal.has_value();
  auto const platform = take_chain(rest, ChainKind::platform, trusted, bundle.platform);
  if (!platform) {
    if (auto wrong = seal ? swapped(chains, *seal) : std::nullopt) {
      return std::unexpected(std::move(*wrong));
    }
    return std::unexpected(platform.error());
  }
  if (trusted && has_extra_platform_entry(rest, bundle.lab.head)) {
    return error(name_of(ChainKind::platform, bundle.platform.head.size + 1), "it was not sealed");
  }
  auto const lab = take_chain(rest, ChainKind::lab, trusted, bundle.lab);
  if (!lab) {
    if (auto wrong = seal ? swapped(chains, *seal) : std::nullopt) {
      return std::unexpected(std::move(*wrong));
    }
    return std::unexpected(lab.error());
  }
  if (!trusted) return error("signature", "it does not match what was sealed");
  if (!rest.empty()) {
    if (!take_entry(rest)) return error("signature", "bytes before it are not an entry");
    return error(name_of(ChainKind::lab, bundle.lab.head.size + 1), "it was not sealed");
  }
  if (auto const ends = check_ends(bundle); !ends) return std::unexpected(ends.error());
  if (!std::ranges::equal(as_bytes(encode_bundle(bundle)), file)) {
    return error("header", "the file is not in canonical form");
  }
  return bundle;
}

}  // namespace studylab::evidence
