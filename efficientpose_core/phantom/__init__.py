"""A synthetic person with exactly known joint angles.

`clip.PhantomSpec` says what to render, `clip.Phantom` holds the truth and draws the frames,
`clip.write_clip` makes a video of them.
"""
