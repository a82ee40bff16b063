"""Given names that are common in Great Britain, but for those that are also words, months or places."""

from __future__ import annotations

_NAMES = """
aaron abdul abdullah abigail adam adele adrian agnes ahmed aidan aisha alan albert alec alex
alexander alexandra alexis alfie alfred ali alice alina alison allan amanda amber amelia amina amir
amy ana andrea andreea andrei andrew andrzej andy angela angus anita anna anne annie anthony antonio
arjun arthur ashley ashraf audrey ayesha barbara barry beatrice ben benjamin bernadette bernard
bethany beverley bogdan brandon brenda brendan brian bridget bronwen bruce bryan callum calum
cameron carl carly carol caroline carolyn catherine cathy cecilia charles charlie charlotte chelsea
cheryl chloe chris christian christina christine christopher claire clare clive colin connor conor
corey courtney craig cristian cristina cynthia damian daniel daniela danielle danny darren daryl
dave david dawid debbie deborah declan denise dennis derek desmond diana diane dominic donald donna
doreen dorothy douglas duncan dylan eamonn eddie edward edwin eileen elaine eleanor elena elizabeth
ella ellen ellie elliot emily emma eric erin esther ethan eva evan evelyn faisal fatima fiona
florence frances francesca francis fred freddie frederick gareth garry gary gavin geoff geoffrey
george georgia georgina gerald gerard gillian gloria gordon graeme graham greg gregory gwen hamza
hannah harriet harry harvey hasan hassan hayley hazel heather helen henry herbert hilary holly
howard hugh hussein ian ibrahim imran ioan ioana iqbal irene isaac isabel isabella isla ismail ivan
ivor jack jackie jacob jacqueline jade jake jakub jamal james jamie jan jane janet janice jasmine
jason javed jayden jayne jean jeff jeffrey jemma jenna jennifer jenny jeremy jerome jerry jessica
jessie jill jim jimmy joan joanna joanne jodie joe joel johan john johnny jonathan jordan jose
joseph josephine josh joshua joyce juan judith julia julian julie justin kamal karen karl kate
katherine kathleen kathryn katie kayleigh keith kelly ken kenneth kerry kevin khalid kieran kim
kimberley kirsten kirsty krzysztof kyle lara laura lauren laurence lawrence leah leanne lee leon
leonard leroy lesley leslie lewis liam lily linda lindsay lisa logan lorraine louis louise lucas
lucy luke lydia lynn lynne maciej maisie malcolm mandy marcel marcin marcus margaret maria marian
marie marilyn mario marion marius martin martyn mary mateusz matthew maureen maurice megan mehmet
melanie melissa mia michael michal michele michelle mihai mike millie mohamed mohammad mohammed
moira molly monica morgan muhammad mustafa nadia nancy naomi natalia natalie natasha nathan
nathaniel neil niall nicholas nick nicola nicole nigel nina noah noel nora norman oliver olivia omar
oscar owen paige pamela patricia patrick paul paula pauline pawel pete peter philip phillip phoebe
piotr poppy rachael rachel rafal raj rajesh ralph raymond rebecca reece reginald rhys ricardo
richard ricky rita robert roberta robin rodney roger roland ronald rory rosalind rosemary rosie ross
roy russell ruth ryan sabrina sadie sally sam samantha samir samuel sandra sanjay sara sarah scott
sean sebastian selina shane shannon sharon shaun sheila shirley sian simon sofia sonia sophia sophie
stacey stanislaw stefan stella stephanie stephen steve steven stewart stuart susan suzanne sylvia
tahir tamara tanya tara tariq ted terence teresa terry thelma theo theresa thomas tiffany tim
timothy toby tomasz tommy tony tracey tracy trevor tristan tyler tyrone usman valerie vanessa vasile
vera vernon veronica vincent vivian vladimir walter warren wayne wendy wesley william winston
wojciech xavier yasmin yusuf yvonne zachary zainab zara zoe zofia
"""
#: In small letters. Left out are Mark, Will, Grace, Hope, Rose, May, June, Frank, Chase, Dale, Miles and their like.
GIVEN_NAMES = frozenset(_NAMES.split())
