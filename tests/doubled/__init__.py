"""Taps that come twice and more at once, and what they did."""
