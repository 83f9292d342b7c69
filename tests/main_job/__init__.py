"""The main job of design and issue: a year's review from opening to recognition, every step as its own person."""
