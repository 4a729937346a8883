"""Who you are: people, their sign-in and their API tokens. What you may do is the tracker's."""
