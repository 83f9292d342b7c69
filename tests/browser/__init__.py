"""The app as people meet it: Chromium, the real pages, at the width of a phone and of a desk."""
