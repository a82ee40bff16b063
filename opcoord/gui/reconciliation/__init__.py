"""The Reconcile page: disagreements, region against forces, joint results, published figures."""
