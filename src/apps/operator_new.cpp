// Linked with mimalloc. Its own `operator new` is written in C and aborts when memory runs out;
// these throw, as the standard requires. mimalloc's `operator delete` frees what they allocate.
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

void* aligned(std::size_t size, std::align_val_t alignment) {
  auto const to = static_cast<std::size_t>(alignment);
  return or_throw(std::aligned_alloc(to, (size + to - 1) / to * to));
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(std::malloc(size)); }
void* operator new[](std::size_t size) { return or_throw(std::malloc(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return aligned(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return aligned(size, alignment);
}
