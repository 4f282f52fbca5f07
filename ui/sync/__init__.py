"""Back at the office: joining the team, and the exchange with the office folder."""
