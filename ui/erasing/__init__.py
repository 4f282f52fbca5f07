"""Contents that go: erased by law, for good; or taken off this laptop, because the office has them."""
